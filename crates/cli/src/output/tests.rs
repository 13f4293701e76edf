//! What each format makes of the same rows.

use std::collections::HashMap;
use std::sync::Arc;

use ::arrow::array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, Int64Array, ListArray, NullArray, StringArray,
    TimestampMicrosecondArray,
};
use ::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use ::arrow::ipc::reader::StreamReader;
use ::arrow::record_batch::RecordBatch;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use insta::assert_snapshot;

use super::*;

/// 2026-01-31T08:26:00Z
const MORNING: i64 = 1_769_847_960_000_000;

fn products() -> RecordBatch {
    let json = HashMap::from([("ARROW:extension:name".to_owned(), "arrow.json".to_owned())]);
    let names = [
        Some("Oak table"),
        Some(""),
        None,
        Some("Lamp, \"Möbius\"\n日本"),
    ];
    let columns: Vec<(Field, ArrayRef)> = vec![
        (
            Field::new("id", DataType::Int64, false),
            Arc::new(Int64Array::from(vec![1, 22, 333, i64::MAX])),
        ),
        (
            Field::new("name", DataType::Utf8, true),
            Arc::new(StringArray::from(names.to_vec())),
        ),
        (
            Field::new("price", DataType::Decimal128(20, 4), true),
            Arc::new(prices()),
        ),
        (
            Field::new("sold", DataType::Boolean, true),
            Arc::new(BooleanArray::from(vec![
                Some(true),
                Some(false),
                None,
                None,
            ])),
        ),
        (
            Field::new("made", times(&[]).data_type().clone(), true),
            Arc::new(times(&[0, 123_000, 1])),
        ),
        (
            Field::new("extra", DataType::Utf8, true).with_metadata(json),
            Arc::new(extras()),
        ),
    ];
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

fn prices() -> Decimal128Array {
    let values = vec![
        Some(349_0000),
        Some(-5),
        None,
        Some(99_999_999_999_999_999_999),
    ];
    Decimal128Array::from(values)
        .with_precision_and_scale(20, 4)
        .unwrap()
}

fn times(after_morning: &[i64]) -> TimestampMicrosecondArray {
    let values = after_morning
        .iter()
        .map(|micros| Some(MORNING + micros))
        .chain([None]);
    values
        .collect::<TimestampMicrosecondArray>()
        .with_timezone("UTC")
}

fn extras() -> StringArray {
    StringArray::from(vec![
        Some("{\"a\": [1,\n 2.50]}"),
        Some("null"),
        None,
        Some("not json"),
    ])
}

fn written(format: Format, layout: Layout, batches: &[RecordBatch]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rows = rows(format, layout, batches[0].schema_ref(), &mut bytes).unwrap();
    for batch in batches {
        rows.batch(batch).unwrap();
    }
    rows.finish().unwrap();
    bytes
}

fn text(format: Format, batches: &[RecordBatch]) -> String {
    String::from_utf8(written(format, Layout::default(), batches)).unwrap()
}

#[test]
fn a_table_is_for_reading() {
    assert_snapshot!(text(Format::Table, &[products()]));
}

#[test]
fn a_table_keeps_the_widths_of_its_first_rows() {
    let batch = products();
    assert_snapshot!(text(
        Format::Table,
        &[batch.slice(0, 0), batch.slice(0, 2), batch.slice(2, 2)]
    ));
}

#[test]
fn a_table_fits_its_terminal_as_far_as_it_stays_readable() {
    let layout = Layout {
        width: Some(115),
        ..Layout::default()
    };
    let text = String::from_utf8(written(Format::Table, layout, &[products()])).unwrap();
    assert_snapshot!(text);
    assert!(
        text.lines()
            .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 115)
    );
}

#[test]
fn a_table_on_its_side() {
    let layout = Layout {
        expanded: Expanded::On,
        ..Layout::default()
    };
    assert_snapshot!(
        String::from_utf8(written(Format::Table, layout, &[products().slice(0, 2)])).unwrap()
    );
}

#[test]
fn a_narrow_terminal_leaves_columns_out_and_says_so() {
    let layout = Layout {
        width: Some(40),
        shows_more: "\\x",
        ..Layout::default()
    };
    let of = |layout| String::from_utf8(written(Format::Table, layout, &[products()])).unwrap();
    assert_snapshot!(of(layout));
    // Where columns would be left out, `auto` makes cards.
    let cards = |width| Layout {
        expanded: Expanded::Auto,
        width: Some(width),
        ..layout
    };
    assert!(of(cards(40)).starts_with("-[ row 1 ]-\n"));
    assert!(of(cards(200)).starts_with(" "));
}

#[test]
fn null_is_told_from_the_text_null() {
    let words = StringArray::from(vec![Some("NULL"), None]);
    let numbers = Int64Array::from(vec![Some(1_234_567), None]);
    let columns: [(&str, ArrayRef); 2] = [("word", Arc::new(words)), ("number", Arc::new(numbers))];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let layout = Layout {
        paints: true,
        thousands: true,
        ..Layout::default()
    };
    assert_snapshot!(String::from_utf8(written(Format::Table, layout, &[batch])).unwrap());
}

#[test]
fn an_explanation_is_wrapped_and_never_cut() {
    let about = "The order's number, by which the store and its customers know it.";
    let columns: [(&str, ArrayRef); 2] = [
        (
            "column",
            Arc::new(StringArray::from(vec!["id", "customer_id"])),
        ),
        (
            "about",
            Arc::new(StringArray::from(vec![about, "Who bought."])),
        ),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let of = |width| {
        let layout = Layout {
            width: Some(width),
            explained: true,
            ..Layout::default()
        };
        String::from_utf8(written(Format::Table, layout, std::slice::from_ref(&batch))).unwrap()
    };
    assert_snapshot!(of(60));
    assert_snapshot!(of(40));
}

#[test]
fn markdown_and_html_are_for_others() {
    assert_snapshot!(text(Format::Markdown, &[products()]));
    assert_snapshot!(text(Format::Html, &[products()]));
}

/// Orders by status, and by day: the second day has no number.
fn by_status_and_day() -> [RecordBatch; 2] {
    let statuses = StringArray::from(vec!["Completed", "Shipped", "Refunded", "Lost"]);
    let counts = Int64Array::from(vec![Some(120), Some(40), Some(1), None]);
    let changes = Decimal128Array::from(vec![Some(200), Some(-100), Some(0), Some(50)])
        .with_precision_and_scale(20, 2)
        .unwrap();
    let days = [0, 1, 2, 3, 10].map(|day| MORNING + day * 86_400_000_000);
    let days = TimestampMicrosecondArray::from(days.to_vec()).with_timezone("UTC");
    let sold = Int64Array::from(vec![Some(3), None, Some(17), Some(12), Some(30)]);
    let of_status: [(&str, ArrayRef); 3] = [
        ("status", Arc::new(statuses)),
        ("orders", Arc::new(counts)),
        ("change", Arc::new(changes)),
    ];
    let of_day: [(&str, ArrayRef); 2] = [("day", Arc::new(days)), ("sold", Arc::new(sold))];
    [
        RecordBatch::try_from_iter(of_status).unwrap(),
        RecordBatch::try_from_iter(of_day).unwrap(),
    ]
}

#[test]
fn charts_are_bars_or_lines() {
    let layout = Layout {
        width: Some(60),
        ..Layout::default()
    };
    for batch in by_status_and_day() {
        let chart = String::from_utf8(written(Format::Chart, layout, &[batch])).unwrap();
        assert!(
            chart
                .lines()
                .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 60)
        );
        assert_snapshot!(chart);
    }
}

#[test]
fn a_result_that_makes_no_chart_says_why() {
    let words = RecordBatch::try_from_iter([(
        "id",
        Arc::new(Int64Array::from_iter_values(0..300)) as ArrayRef,
    )]);
    let schema = words.unwrap().schema();
    assert!(accepts(Format::Chart, &schema).is_err());
    let names: ArrayRef = Arc::new(StringArray::from_iter_values(
        (0..300).map(|n| n.to_string()),
    ));
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..300));
    let batch = RecordBatch::try_from_iter([("name", names), ("n", numbers)]).unwrap();
    let mut bytes = Vec::new();
    let mut rows = rows(
        Format::Chart,
        Layout::default(),
        batch.schema_ref(),
        &mut bytes,
    )
    .unwrap();
    rows.batch(&batch).unwrap();
    let said = format!("{:?}", rows.finish().unwrap_err());
    assert!(said.contains("300 rows are too many"), "{said}");
}

#[test]
fn no_rows_still_name_the_columns() {
    let none = products().slice(0, 0);
    assert_snapshot!(text(Format::Table, std::slice::from_ref(&none)));
    assert_snapshot!(text(Format::Csv, std::slice::from_ref(&none)));
    assert_snapshot!(text(Format::Json, std::slice::from_ref(&none)));
    assert_snapshot!(text(Format::Ndjson, &[none]));
}

#[test]
fn csv_tells_null_from_empty_text() {
    assert_snapshot!(text(Format::Csv, &[products()]));
}

#[test]
fn json_keeps_digits_and_embeds_json() {
    assert_snapshot!(text(Format::Json, &[products()]));
}

#[test]
fn ndjson_has_a_line_for_each_row() {
    let text = text(
        Format::Ndjson,
        &[products().slice(0, 2), products().slice(2, 2)],
    );
    assert_snapshot!(text);
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn a_column_of_nothing_and_a_column_of_lists() {
    let lists = ListArray::from_iter_primitive::<Int64Type, _, _>([
        Some(vec![Some(1), None, Some(3)]),
        None,
    ]);
    let fields = vec![
        Field::new("nothing", DataType::Null, true),
        Field::new("list", lists.data_type().clone(), true),
    ];
    let columns: Vec<ArrayRef> = vec![Arc::new(NullArray::new(2)), Arc::new(lists)];
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    assert_snapshot!(text(Format::Table, std::slice::from_ref(&batch)));
    assert_snapshot!(text(Format::Csv, std::slice::from_ref(&batch)));
    assert_snapshot!(text(Format::Ndjson, &[batch]));
}

#[test]
fn arrow_and_parquet_give_back_the_same_rows() {
    let batch = products();
    let arrow = written(
        Format::Arrow,
        Layout::default(),
        std::slice::from_ref(&batch),
    );
    let read: Vec<RecordBatch> = StreamReader::try_new(arrow.as_slice(), None)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(read, std::slice::from_ref(&batch));

    let parquet = written(
        Format::Parquet,
        Layout::default(),
        std::slice::from_ref(&batch),
    );
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes_of(parquet))
        .unwrap()
        .build()
        .unwrap();
    let read: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    assert_eq!(read, [batch]);
}

/// The reader wants to seek.
fn bytes_of(bytes: Vec<u8>) -> std::fs::File {
    use std::io::Seek;
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    file.rewind().unwrap();
    file
}

#[test]
fn two_columns_of_one_name_are_refused_where_one_would_vanish() {
    let schema = Schema::new(vec![Field::new("id", DataType::Int64, false); 2]);
    for (format, accepted) in [
        (Format::Table, true),
        (Format::Csv, true),
        (Format::Arrow, true),
        (Format::Xlsx, true),
        (Format::Markdown, true),
        (Format::Html, true),
        (Format::Json, false),
        (Format::Ndjson, false),
        (Format::Parquet, false),
    ] {
        assert_eq!(accepts(format, &schema).is_ok(), accepted, "{format:?}");
    }
}

#[test]
fn a_file_name_names_its_format() {
    assert_eq!(
        Format::of_file(Path::new("a/b.CSV")).unwrap(),
        Some(Format::Csv)
    );
    assert_eq!(
        Format::of_file(Path::new("b.jsonl")).unwrap(),
        Some(Format::Ndjson)
    );
    assert_eq!(Format::of_file(Path::new("/dev/null")).unwrap(), None);
    assert_eq!(
        Format::of_file(Path::new("b.svg")).unwrap(),
        Some(Format::ChartSvg)
    );
    assert!(Format::of_file(Path::new("b.docx")).is_err());
}

#[test]
fn a_file_appears_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let names = || std::fs::read_dir(folder.path()).unwrap().count();

    let mut sink = Sink::open(Some(&path)).unwrap();
    sink.write_all(b"half").unwrap();
    drop(sink);
    assert_eq!(names(), 0);

    std::fs::write(&path, "before").unwrap();
    let mut sink = Sink::open(Some(&path)).unwrap();
    sink.write_all(b"whole").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    sink.commit().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "whole");
    assert_eq!(names(), 1);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let failure = Sink::open(Some(Path::new("/no/such/folder/rows.csv")))
        .err()
        .unwrap();
    let said = format!("{failure:?}");
    let meant = "could not write /no/such/folder/rows.csv: there is no folder /no/such/folder";
    assert!(said.contains(meant) && !said.contains(".part"), "{said}");
}
