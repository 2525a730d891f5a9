package dev.imagemirror.sync;

import java.util.Comparator;

/// Orders texts as people count: runs of digits by their number, so that `rc10` comes after `rc9`. Texts that differ
/// only in zeros before a number are ordered by their characters, so that no two texts are equal.
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            int endOne = endOfRun(one, i);
            int endOther = endOfRun(other, j);
            boolean numbers = endOne > i && endOther > j;
            int order = numbers
                    ? compareNumbers(one.substring(i, endOne), other.substring(j, endOther))
                    : Character.compare(one.charAt(i), other.charAt(j));
            if (order != 0) {
                return order;
            }
            i = numbers ? endOne : i + 1;
            j = numbers ? endOther : j + 1;
        }
        int rest = Integer.compare(one.length() - i, other.length() - j);
        return rest != 0 ? rest : one.compareTo(other);
    }

    /// Compares two runs of digits of any length by their number.
    static int compareNumbers(String one, String other) {
        String a = withoutZeros(one);
        String b = withoutZeros(other);
        int order = Integer.compare(a.length(), b.length());
        return order != 0 ? order : a.compareTo(b);
    }

    private static int endOfRun(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
