package dev.imagemirror.bench;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/// The HTTP client as it comes, in its smallest form, sending what the registry client sends.
final class BareClient implements Closeable {
    private static final String ACCEPT = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private final CloseableHttpClient client = HttpClients.createMinimal();
    private final String base;

    BareClient(String base) {
        this.base = base;
    }

    String head(String path) throws IOException {
        return client.execute(
                described(new HttpHead(base + path)),
                answer -> answer.getFirstHeader("Docker-Content-Digest").getValue());
    }

    byte[] get(String path) throws IOException {
        return client.execute(
                described(new HttpGet(base + path)), answer -> EntityUtils.toByteArray(answer.getEntity()));
    }

    void push(String path, String digest, byte[] blob) throws IOException {
        String location = client.execute(described(new HttpPost(base + path)), answer -> {
            EntityUtils.consume(answer.getEntity());
            return answer.getFirstHeader(HttpHeaders.LOCATION).getValue();
        });
        HttpPut put = described(new HttpPut(base + location + "&digest=" + digest));
        put.setEntity(new ByteArrayEntity(blob, ContentType.APPLICATION_OCTET_STREAM));
        int status = client.execute(put, answer -> {
            EntityUtils.consume(answer.getEntity());
            return answer.getCode();
        });
        if (status != 201) {
            throw new IOException("refused: " + status);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static <T extends ClassicHttpRequest> T described(T request) {
        request.setHeader(HttpHeaders.USER_AGENT, "bare");
        request.setHeader(HttpHeaders.ACCEPT, ACCEPT);
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        return request;
    }
}
