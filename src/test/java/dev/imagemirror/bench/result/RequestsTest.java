package dev.imagemirror.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final String METRICS = """
            # TYPE registry_http_requests_total counter
            registry_http_requests_total{code="200",handler="tags",method="get"} 2
            registry_http_requests_total{code="404",handler="tags",method="get"} 1
            registry_http_requests_total{code="201",handler="blob_upload",method="post"} 5
            registry_http_requests_total{code="202",handler="blob_upload",method="post"} 7
            registry_http_requests_total{code="201",handler="blob_upload_chunk",method="put"} 1.2e+03
            registry_http_requests_total{code="200",handler="base",method="get"} 1
            registry_http_request_duration_seconds_count{handler="base",method="get"} 9
            """;

    @Test
    void tellsKindsApart() {
        Requests requests = Requests.parse(METRICS);

        assertThat(requests.counts())
                .isEqualTo(Map.of(
                        Kind.LIST, 3L, Kind.MOUNT, 5L, Kind.UPLOAD_POST, 7L, Kind.UPLOAD_PUT, 1200L, Kind.OTHER, 1L));
        assertThat(requests.total()).isEqualTo(1216);
    }

    @Test
    void countsWhatWasAdded() {
        Requests after = Requests.parse(METRICS.replace("\"} 2\n", "\"} 12\n"));

        assertThat(after.since(Requests.parse(METRICS)).of(Kind.LIST)).isEqualTo(10);
        assertThat(after.since(Requests.parse(METRICS)).total()).isEqualTo(10);
    }
}
