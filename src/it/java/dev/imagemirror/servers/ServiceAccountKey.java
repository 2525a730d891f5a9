package dev.imagemirror.servers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// The key pair that signs and checks the tokens of ServiceAccounts, in two PEM files.
record ServiceAccountKey(Path signing, Path checking) {

    static ServiceAccountKey createIn(Path folder) {
        KeyPair pair = generate();
        ServiceAccountKey key =
                new ServiceAccountKey(folder.resolve("service-account.key"), folder.resolve("service-account.pub"));
        ServerFolder.write(key.signing, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        ServerFolder.write(key.checking, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        return key;
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
