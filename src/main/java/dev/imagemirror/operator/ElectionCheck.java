package dev.imagemirror.operator;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Alive means: this operator works, or takes part in the election of the one that does.
@Liveness
class ElectionCheck implements HealthCheck {
    private final Leadership leadership;

    ElectionCheck(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("election")
                .status(leadership.isElecting())
                .withData("leading", leadership.isLeading())
                .build();
    }
}
