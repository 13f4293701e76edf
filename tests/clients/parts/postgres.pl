# Perl's DBI with DBD::Pg on a server: rows, values, keys, writes, errors, COPY. perl postgres.pl HOST PORT DATABASE USER PASSWORD
use strict;
use warnings;
use DBI;

my ($host, $port, $database, $user, $password) = @ARGV;
my $shop = DBI->connect("dbi:Pg:host=$host;port=$port;dbname=$database", $user, $password, { RaiseError => 1, PrintError => 0 });

sub same {
    my ($what, $found, $wanted) = @_;
    die "$what: $found, and not $wanted\n" if $found ne $wanted;
}

my ($count) = $shop->selectrow_array("SELECT count(*) FROM products");
die "$count products\n" if $count <= 10;
my $rows = $shop->selectall_arrayref("SELECT id, is_visible, brand_id FROM products WHERE id IN (?, ?) AND name <> ? ORDER BY id", undef, 101, 108, "x");
same("ids", join(",", map { $_->[0] } @$rows), "101,108");

same("tables", join(",", $shop->tables(undef, undef, "orders", "TABLE")), "bigcommerce.orders");
my $columns = $shop->column_info(undef, undef, "brands", "%")->fetchall_arrayref({});
my ($name) = grep { $_->{COLUMN_NAME} eq "name" } @$columns;
same("the name may be NULL", $name->{NULLABLE}, 0);
same("key", join(",", $shop->primary_key(undef, undef, "brands")), "id");
my $keys = $shop->foreign_key_info(undef, undef, "orders", undef, undef, "order_items")->fetchall_arrayref({});
same("foreign key", $keys->[0]{FK_COLUMN_NAME}, "order_id");

same("changed", $shop->do("UPDATE brands SET page_title = ? WHERE id = ?", undef, "from Perl", 1), 1);
eval { $shop->do("SELECT nope FROM products") };
same("state", $shop->state, "42703");

$shop->do("COPY (SELECT id FROM products ORDER BY id LIMIT 2) TO STDOUT");
my ($line, $lines) = ("", "");
$lines .= $line while $shop->pg_getcopydata($line) >= 0;
same("copied", $lines, "101\n102\n");

$shop->begin_work;
my ($orders) = $shop->selectrow_array("SELECT count(*) FROM orders");
$shop->commit;
die "$orders orders\n" if $orders <= 10;
$shop->disconnect;
print "perl DBD::Pg $DBD::Pg::VERSION\n";
