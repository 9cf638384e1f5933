import NIOCore
import Postgres

/// An import as the API shows it: the same members wherever one is told of.
struct ImportRecord: Sendable {
  /// After so many seconds without a sign of life an import counts as dead.
  static let patience = 60.0

  /// What is told of an import whose service has died.
  static let interrupted = Text(
    "The service ended while the import ran. What was loaded before stays, unless it was a dry run; announce the file again.",
    ru:
      "Служба остановилась во время импорта. Загруженное до этого осталось, если это была не проба; объявите файл ещё раз."
  )

  /// Whether an import without a job runs no more although its state says so.
  static let dead: SQL =
    "state = 'running' and job_id is null and alive_at < now() - make_interval(secs => \(patience))"

  private static let fields: [(name: String, style: Shape.Style)] =
    [
      ("id", .raw), ("resource", .quoted), ("dry_run", .boolean), ("state", .quoted),
      ("created_at", .instant),
    ] + counts.map { ($0, .raw) } + [("fault", .text), ("job_id", .raw), ("file_id", .raw)]

  static let counts = ["read", "created", "updated", "unchanged", "skipped", "refused"]

  private static let shape = Shape(
    parts: fields.enumerated().map { place, field in
      .cell(name: Shape.name(field.name), column: place, style: field.style)
    })

  /// `select … from`, to be followed by a condition.
  ///
  /// - Parameters:
  ///   - row: The one row to select from instead of the table, an expression of type jsonb.
  ///   - more: What is wanted beside what the API shows.
  static func select(
    _ relations: Relations, _ language: Language, kept row: SQL? = nil, more: [SQL] = []
  ) -> SQL {
    let fault = language == .ru ? "fault_ru" : "fault_en"
    let counts = counts.map { name -> SQL in "\(identifier: name)" }.joined(", ")
    return """
      select id, resource, dry_run, case when \(dead) then 'failed' else state end as state,
        created_at, \(counts),
        case when \(dead) then \(interrupted[language]) else \(identifier: fault) end as fault,
        \((["job_id", "file_id"] + more).joined(", "))
      from \(row.map { "jsonb_populate_record(null::\(identifier: relations.imports), \($0))" } ?? "\(identifier: relations.imports)")
      """
  }

  /// The first of the rows as the body of an answer.
  static func answer(
    _ status: Int, _ found: Rows, headers: [(name: String, value: String)] = []
  ) -> Answer {
    var out = ByteBuffer()
    write(found, 0, into: &out)
    return Answer(
      status, headers: [("Content-Type", "application/json")] + headers, body: .bytes(out))
  }

  /// One import as JSON.
  static func write(_ rows: Rows, _ row: Int, into out: inout ByteBuffer) {
    shape.write(rows, row, into: &out)
  }

  /// Its JSON Schema.
  static let schema: JSON = [
    "type": "object", "description": "One file that is, was or will be loaded.",
    "required": .array(fields.map { .string($0.name) }),
    "properties": .object(
      [
        JSON.Member("id", ["type": "integer", "format": "int64"]),
        .init("resource", described("string", "What is loaded.")),
        .init("dry_run", described("boolean", "Everything is read and checked, nothing is kept.")),
        .init(
          "state",
          [
            "enum": ["waiting", "running", "done", "failed", "cancelled"],
            "description":
              "waiting for the file, running, done, failed (`fault` says why), or cancelled like its job.",
          ]), .init("created_at", ["type": "string", "format": "date-time"]),
      ] + countSchemas + [
        .init(
          "fault",
          [
            "type": ["string", "null"],
            "description": "Why it failed, in the language that was asked for.",
          ]),
        .init("job_id", number("Its job, GET /jobs/{id}: progress, events, cancellation.")),
        .init("file_id", number("The file, as it is kept.")),
      ]),
  ]

  private static let countSchemas: [JSON.Member] = [
    ("read", "Rows of the file so far."), ("created", "New records."),
    ("updated", "Records that were changed."), ("unchanged", "Records that were so already."),
    ("skipped", "Rows that are none by `skip_if_empty`, or left alone by `mode`."),
    ("refused", "Rows with faults; GET /imports/{id}/errors lists them."),
  ].map { .init($0, described("integer", $1)) }

  private static func number(_ words: String) -> JSON {
    ["type": ["integer", "null"], "format": "int64", "description": .string(words)]
  }

  private static func described(_ type: String, _ words: String) -> JSON {
    ["type": .string(type), "description": .string(words)]
  }
}
