// pgjdbc on a server: rows, values, parts of 1,000 rows, a batch, a time limit, an error, and what it says of the tables.
// java -cp DRIVER Postgres.java JDBC-URL PASSWORD
import java.math.BigDecimal;
import java.sql.*;

public class Postgres {
    static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }

    static long one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static java.util.List<String> names(ResultSet rows, String column) throws SQLException {
        java.util.List<String> names = new java.util.ArrayList<>();
        try (rows) {
            while (rows.next()) names.add(rows.getString(column));
        }
        return names;
    }

    public static void main(String[] arguments) throws Exception {
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty("password", arguments[1]);
        try (Connection connection = DriverManager.getConnection(arguments[0], properties)) {
            Statement statement = connection.createStatement();
            long count = one(statement, "SELECT count(*) FROM order_items");
            check(count > 100, "rows");

            // More than five times: the statement gets a name, and its values come in binary.
            PreparedStatement prepared = connection.prepareStatement(
                "SELECT id, name, price, is_visible, date_created FROM products WHERE id = ?");
            for (long id = 101; id <= 112; id++) {
                prepared.setLong(1, id);
                try (ResultSet rows = prepared.executeQuery()) {
                    if (!rows.next()) continue;
                    check(rows.getLong("id") == id, "id");
                    check(rows.getBigDecimal("price").scale() == 4, "digits of money");
                    check(rows.getTimestamp("date_created").getTime() > 0, "time");
                    rows.getBoolean("is_visible");
                }
            }
            ResultSetMetaData columns = prepared.getMetaData();
            check(columns.getColumnTypeName(3).equals("numeric"), columns.getColumnTypeName(3));

            connection.setAutoCommit(false);
            Statement parts = connection.createStatement();
            parts.setFetchSize(1000);
            long seen = 0;
            try (ResultSet rows = parts.executeQuery("SELECT id FROM order_items")) {
                while (rows.next()) seen++;
            }
            check(seen == count, seen + " of " + count);
            connection.commit();
            connection.setAutoCommit(true);

            PreparedStatement batch = connection.prepareStatement("UPDATE brands SET page_title = ? WHERE id = ?");
            for (int id = 1; id <= 3; id++) {
                batch.setString(1, "from java " + id);
                batch.setInt(2, id);
                batch.addBatch();
            }
            check(java.util.Arrays.equals(batch.executeBatch(), new int[] {1, 1, 1}), "batch");

            String endless = "SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE a.id + b.id + c.id + d.id < 0";
            statement.setQueryTimeout(1);
            try {
                statement.executeQuery(endless);
                check(false, "a time limit");
            } catch (SQLException error) {
                check("57014".equals(error.getSQLState()), error.toString());
            }
            statement.setQueryTimeout(0);
            try {
                statement.executeQuery("SELECT nam FROM products");
                check(false, "an error");
            } catch (SQLException error) {
                check("42703".equals(error.getSQLState()), error.toString());
            }
            check(one(statement, "SELECT 1") == 1, "after the error");
            DatabaseMetaData about = connection.getMetaData();
            check(names(about.getTables(null, null, "orders", null), "TABLE_NAME").contains("orders"), "getTables");
            check(names(about.getColumns(null, null, "orders", "%"), "COLUMN_NAME").contains("total_inc_tax"), "getColumns");
            check(names(about.getPrimaryKeys(null, null, "orders"), "COLUMN_NAME").equals(java.util.List.of("id")), "getPrimaryKeys");
            check(names(about.getImportedKeys(null, null, "order_items"), "PKTABLE_NAME").contains("orders"), "getImportedKeys");
            check(!names(about.getTypeInfo(), "TYPE_NAME").isEmpty(), "getTypeInfo");
            check(!names(about.getSchemas(), "TABLE_SCHEM").isEmpty(), "getSchemas");
            about.getIndexInfo(null, null, "orders", false, true).close();
            about.getProcedures(null, null, "%").close();
            about.getFunctions(null, null, "%").close();
            System.out.println("pgjdbc " + connection.getMetaData().getDriverVersion());
        }
    }
}
