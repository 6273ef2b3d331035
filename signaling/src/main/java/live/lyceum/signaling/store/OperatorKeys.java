package live.lyceum.signaling.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import live.lyceum.config.StorageSettings;
import live.lyceum.signaling.protocol.AccessKey;

/// The API keys for commands beside the server, which may run or not. Blocks.
public final class OperatorKeys {
    private final StorageSettings settings;

    public OperatorKeys(StorageSettings settings) {
        this.settings = settings;
    }

    /// Adds a key.
    public void put(AccessKey key) throws DatabaseException {
        use(table -> table.put(key));
    }

    /// Takes a key away; false if there is none of this id.
    public boolean delete(String id) throws DatabaseException {
        return with(table -> {
            boolean known = table.key(id).isPresent();
            table.delete(id);
            return known;
        });
    }

    /// All of them, in the order of their ids.
    public List<AccessKey> all() throws DatabaseException {
        return with(table -> table.keys(null, Integer.MAX_VALUE));
    }

    private void use(Consumer<KeyTable> task) throws DatabaseException {
        with(table -> {
            task.accept(table);
            return true;
        });
    }

    private <T> T with(Function<KeyTable, T> task) throws DatabaseException {
        return Database.beside(settings, handle -> task.apply(new KeyTable(handle)));
    }
}
