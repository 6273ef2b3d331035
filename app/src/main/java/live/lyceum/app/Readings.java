package live.lyceum.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// The figures of a part of the program as metrics.
///
/// @param part asked each time a metric is read; the registry does not keep it alive
record Readings<P>(P part, MeterRegistry registry) {
    /// A figure as it is now.
    void now(String name, String what, ToDoubleFunction<P> value) {
        Gauge.builder(name, part, value).description(what).register(registry);
    }

    /// A count since the start.
    void since(String name, String what, ToDoubleFunction<P> value) {
        FunctionCounter.builder(name, part, value).description(what).register(registry);
    }
}
