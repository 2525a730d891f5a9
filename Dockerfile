# syntax=docker/dockerfile:1
# The operator and its command line. Build: docker build -t registry.company.io/imagemirror:0.1.0 .

FROM docker.io/library/eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install --yes --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Dependencies are fetched in a layer of their own: an edit of the sources leaves it alone.
COPY mvnw pom.xml ./
COPY .mvn .mvn
RUN ./mvnw --batch-mode dependency:go-offline || true
COPY src src
COPY bench/java bench/java
RUN ./mvnw --batch-mode package -DskipTests -Dspotless.check.skip=true

FROM docker.io/library/eclipse-temurin:25-jre
WORKDIR /app
# From what changes seldom to what changes with each build.
COPY --from=build /build/target/quarkus-app/lib/ lib/
COPY --from=build /build/target/quarkus-app/quarkus/ quarkus/
COPY --from=build /build/target/quarkus-app/quarkus-run.jar ./
COPY --from=build /build/target/quarkus-app/app/ app/
COPY src/main/launch/ ./
# The command line works between registries of the tests and records what makes it and the operator start fast, here,
# since that fits this very Java runtime and these files only.
RUN --mount=type=bind,from=build,source=/build/target/test-classes,target=/test-classes \
    for kind in commands operator; do \
        java -cp '/test-classes:app/*:lib/main/*' dev.imagemirror.launch.Training /app/start /app "$kind" || exit 1; \
    done
# A number, so that Kubernetes can check runAsNonRoot.
USER 65532:65532
EXPOSE 8080
# The operator; with arguments, a command: docker run --rm -i IMAGE sync -f - < mirror.yaml
ENTRYPOINT ["/app/start", "/app"]
