import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** Reads all rows of a statement by pgjdbc, each of its columns, and prints their number. Rows URL PASSWORD SQL */
public class Rows {
    public static void main(String[] given) throws Exception {
        try (Connection connection = DriverManager.getConnection(given[0] + "&password=" + given[1]);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(given[2])) {
            int columns = rows.getMetaData().getColumnCount();
            long count = 0;
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    rows.getObject(column);
                }
                count++;
            }
            System.out.println(count);
        }
    }
}
