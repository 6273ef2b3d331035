package live.lyceum.signaling.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Keeps what a class logs to itself: for tests in which something is meant to go wrong.
public final class QuietLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();

    public QuietLog(Class<?> source) {
        this(source.getName());
    }

    /// @param source the name of a class
    public QuietLog(String source) {
        logger = (Logger) LoggerFactory.getLogger(source);
        logger.setAdditive(false);
        kept.start();
        logger.addAppender(kept);
    }

    public List<String> lines() {
        return kept.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /// All that was logged, stack traces among it.
    public String everything() {
        var all = new StringBuilder();
        for (ILoggingEvent event : kept.list) {
            all.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                all.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        logger.detachAppender(kept);
        logger.setAdditive(true);
    }
}
