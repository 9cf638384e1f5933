import Postgres

/// The statements for one chunk of rows; a chunk is one bind per field, so that their text never changes.
struct ImportStatement {
  let plan: ImportPlan

  /// One row on its way: where it came from and its values.
  struct Row: Sendable {
    let record: CSVParser.Record
    /// As text; references are ids once they are resolved.
    var values: [String?]
    /// The record that the row means, where there is one.
    var id: Int?
  }

  /// The ids behind references and keys: row number, then one column per field, then the id of the record.
  func resolve(_ rows: [Row]) -> SQL {
    let places = plan.fields.indices
    let found = places.map { place -> SQL in
      guard let target = plan.fields[place].lookup else { return "i.\(raw: "c\(place)")" }
      return
        "coalesce((\(lookup(target, place)))::text, case when i.\(raw: "c\(place)") is not null then '?' end)"
    }
    let columns = places.map { "c\($0)" }.joined(separator: ", ")
    return """
      with i as (
        select i.n, \(zip(places, found).map { place, sql -> SQL in "\(sql) as \(raw: "c\(place)")" }.joined(", "))
        from unnest(\(places.map { array(rows, $0) }.joined(", "))) with ordinality as i (\(raw: columns), n)
      )
      select i.n, \(raw: columns), \(match) as id from i order by i.n
      """
  }

  private func lookup(_ target: ImportPlan.Target, _ place: Int) -> SQL {
    let conditions = target.by.map { column, value, lower -> SQL in
      let text: SQL = value.map { "\($0)" } ?? "i.\(raw: "c\(place)")"
      return
        "f.\(identifier: column)\(raw: lower ? "" : "::text") = \(lower ? "lower(\(text)) collate \"C\"" : text)"
    }
    return
      "select f.id from \(identifier: target.table) as f where \(conditions.joined(" and ")) limit 1"
  }

  /// The record that has the row's key; null without keys.
  private var match: SQL {
    guard !plan.keys.isEmpty else { return "null::bigint" }
    let conditions = plan.keys.map { place -> SQL in
      let column = plan.fields[place].column
      return "t.\(identifier: column.name) = i.\(raw: "c\(place)")::\(raw: column.sqlType)"
    }
    let present = plan.keys.map { place -> SQL in "i.\(raw: "c\(place)") <> '?'" }.joined(" and ")
    return
      "case when \(present) then (select t.id from \(identifier: plan.table.name) as t where \(conditions.joined(" and ")) limit 1) end"
  }

  private func array(_ rows: [Row], _ place: Int) -> SQL {
    "\(rows.map { $0.values[place] })"
  }

  /// The fields of a row that are left to their defaults: they cannot be null and have no value.
  func defaults(_ row: Row) -> Set<Int> {
    Set(
      plan.fields.indices.filter {
        row.values[$0] == nil && plan.fields[$0].column.notNull && plan.fields[$0].column.hasDefault
      })
  }

  /// Makes the records, which all leave the same fields to their defaults.
  func insert(_ rows: [Row], leaving: Set<Int>) -> SQL {
    let written = plan.fields.indices.filter { !leaving.contains($0) }
    let names = written.map { place -> SQL in "\(identifier: plan.fields[place].column.name)" }
    return """
      insert into \(identifier: plan.table.name) (\(names.joined(", ")))
      select \(written.map { typed[$0] }.joined(", ")) from unnest(\(plan.fields.indices.map { array(rows, $0) }.joined(", "))) with ordinality as i (\(raw: columns), n)
      order by i.n
      """
  }

  /// Changes the records that differ; a field that cannot be null keeps what it has where no value comes.
  func update(_ rows: [Row]) -> SQL? {
    let changed = plan.fields.indices.filter {
      plan.fields[$0].column.updatable && !plan.keys.contains($0)
    }
    guard !changed.isEmpty else { return nil }
    let new = changed.map { place -> SQL in
      let column = plan.fields[place].column
      return column.notNull
        ? "coalesce(\(typed[place]), t.\(identifier: column.name))" : typed[place]
    }
    let sets = zip(changed, new).map { place, value -> SQL in
      "\(identifier: plan.fields[place].column.name) = \(value)"
    }
    let old = changed.map { place -> SQL in "t.\(identifier: plan.fields[place].column.name)" }
    return """
      update \(identifier: plan.table.name) as t set \(sets.joined(", "))
      from unnest(\(plan.fields.indices.map { array(rows, $0) }.joined(", ")), \(rows.map { $0.id.map(String.init) })) as i (\(raw: columns), id)
      where t.id = i.id::bigint and (\(old.joined(", "))) is distinct from (\(new.joined(", ")))
      """
  }

  private var columns: String { plan.fields.indices.map { "c\($0)" }.joined(separator: ", ") }

  private var typed: [SQL] {
    plan.fields.indices.map { place in
      "i.\(raw: "c\(place)")::\(raw: plan.fields[place].column.sqlType)"
    }
  }
}
