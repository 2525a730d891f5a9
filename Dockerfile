# syntax=docker/dockerfile:1
# The operator and its command line. Build: docker build -t registry.company.io/imagemirror:0.1.0 .

FROM docker.io/library/eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install --yes --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Dependencies are fetched in a layer of their own: an edit of the sources leaves it alone.
COPY mvnw pom.xml ./
COPY .mvn .mvn
RUN ./mvnw --batch-mode dependency:go-offline || true
COPY src/main src/main
RUN ./mvnw --batch-mode package -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM docker.io/library/eclipse-temurin:25-jre
# A number, so that Kubernetes can check runAsNonRoot.
USER 65532:65532
WORKDIR /app
# From what changes seldom to what changes with each build.
COPY --from=build /build/target/quarkus-app/lib/ lib/
COPY --from=build /build/target/quarkus-app/quarkus/ quarkus/
COPY --from=build /build/target/quarkus-app/quarkus-run.jar ./
COPY --from=build /build/target/quarkus-app/app/ app/
EXPOSE 8080
# The heap takes what the buffers of running copies leave. The JIT stays whole: a reduced one hashes many times slower.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]
