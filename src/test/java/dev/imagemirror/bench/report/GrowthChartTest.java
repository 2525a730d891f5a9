package dev.imagemirror.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GrowthChartTest {
    @Test
    void drawsACurveForEachPassInEachPanel() throws Exception {
        List<GrowthPoint> points = List.of(
                new GrowthPoint("plan", 1_000, 0.5, 60e6, 1_002),
                new GrowthPoint("plan", 10_000, 4, 80e6, 10_020),
                new GrowthPoint("cold copy", 1_000, 2, 70e6, 2_010));

        String svg = new GrowthChart(points).svg();

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(9);
        // Three in the legend, then every point in every panel.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3 + 3 * points.size());
        assertThat(svg).contains("prefers-color-scheme: dark", ">10k<").doesNotContain("NaN", "Infinity");
    }
}
