import Postgres

/// The statements for some rows of one table; they are one bind per field, so that their text never changes.
struct ImportStatement {
  let target: ImportTarget

  /// Stands for the id of a record that there is not.
  static let missing = "?"
  /// Stands for the id where more than one record is meant.
  static let ambiguous = "??"

  static func isLost(_ value: String?) -> Bool { value == missing || value == ambiguous }

  /// The ids behind references and keys: row number, then one column per field, then the id of the record, -1 where
  /// more than one has the key, then the key as the database compares it; null without keys.
  func resolve(_ rows: [[String?]]) -> SQL {
    let places = target.fields.indices
    let found = places.map { place -> SQL in
      let value: SQL = "i.\(raw: "c\(place)")"
      guard let lookup = target.fields[place].lookup else { return value }
      return
        "coalesce((\(find(lookup, value))), case when \(value) is not null then \(Self.missing) end)"
    }
    return """
      with i as (
        select i.n, \(zip(places, found).map { place, sql -> SQL in "\(sql) as \(raw: "c\(place)")" }.joined(", "))
        from unnest(\(places.map { array(rows, $0) }.joined(", "))) with ordinality as i (\(raw: columns), n)
      )
      select i.n, \(raw: columns), \(match) as id, \(whole) as key from i order by i.n
      """
  }

  private func find(_ lookup: ImportTarget.Lookup, _ cell: SQL) -> SQL {
    let conditions = lookup.by.map { part -> SQL in
      let text: SQL = part.value.map { "\($0)" } ?? cell
      if let key = part.key { return "f.\(identifier: key) = lower(\(text)) collate \"C\"" }
      // Of the column's own type, so that its index serves; what an integer may be is more than some columns hold.
      let type = part.column.type == .integer ? "bigint" : part.column.sqlType
      return "f.\(identifier: part.column.name) = (\(text))::\(raw: type)"
    }
    return """
      select case count(*) when 1 then min(m.id::text) when 2 then \(Self.ambiguous) end
      from (select f.\(identifier: lookup.column) as id from \(identifier: lookup.table) as f where \(conditions.joined(" and ")) limit 2) as m
      """
  }

  /// The record that has the row's key; null without keys.
  private var match: SQL {
    guard !target.keys.isEmpty else { return "null::bigint" }
    let found = target.keys.filter { target.fields[$0].lookup != nil }.map { place -> SQL in
      "coalesce(i.\(raw: "c\(place)"), '') not in (\(Self.missing), \(Self.ambiguous))"
    }
    return """
      case when \((found + ["true"]).joined(" and ")) then (
        select case count(*) when 2 then -1 else min(m.id) end
        from (select t.id from \(identifier: target.table.name) as t
          where \(target.keys.map(key).joined(" and ")) limit 2) as m) end
      """
  }

  /// The row's key in one text, the same for all that the database holds for the same.
  private var whole: SQL {
    guard !target.keys.isEmpty else { return "null" }
    let parts = target.keys.map { place -> SQL in
      let (value, column): (SQL, Column) = ("i.\(raw: "c\(place)")", target.fields[place].column)
      if target.resource.keys[column.name] != nil { return "lower(\(stored(place))) collate \"C\"" }
      if target.fields[place].lookup != nil { return value }
      return column.type == .decimal ? "trim_scale(\(value)::numeric)" : stored(place)
    }
    let list: SQL = "jsonb_build_array(\(parts.joined(", ")))::text"
    guard target.member == nil else { return list }
    return "case when num_nulls(\(parts.joined(", "))) = 0 then \(list) end"
  }

  /// The value of a field as the database will store it.
  ///
  /// - Parameter changed: Whether it is written into the record `t`, which has the fields that no value comes for.
  private func stored(_ place: Int, changed: Bool = false) -> SQL {
    let column = target.fields[place].column
    guard let form = target.resource.stored[column.name] else { return value(place, changed) }
    let arguments = form.arguments.map { name -> SQL in
      if let other = target.fields.firstIndex(where: { $0.column.name == name }) {
        return value(other, changed)
      }
      return changed
        ? "t.\(identifier: name)" : "null::\(raw: target.table[name]?.sqlType ?? "text")"
    }
    return "\(identifier: form.function)(\(arguments.joined(", ")))"
  }

  /// The value of a field as it comes, of its type; a field that cannot be null keeps what it has.
  private func value(_ place: Int, _ changed: Bool) -> SQL {
    let field = target.fields[place]
    guard changed else {
      guard field.lookup != nil else { return typed[place] }
      let cell: SQL = "nullif(nullif(i.\(raw: "c\(place)"), \(Self.missing)), \(Self.ambiguous))"
      return "\(cell)::\(raw: field.column.sqlType)"
    }
    return field.column.notNull
      ? "coalesce(\(typed[place]), t.\(identifier: field.column.name))" : typed[place]
  }

  /// Owned records are few, and may be known by what is empty.
  private func key(_ place: Int) -> SQL {
    let column = target.fields[place].column
    if let key = target.resource.keys[column.name] {
      return "t.\(identifier: key) = lower(\(stored(place))) collate \"C\""
    }
    let isOwner = target.member == nil || place == target.fields.count - 1
    let sign: SQL = isOwner ? "=" : "is not distinct from"
    return "t.\(identifier: column.name) \(sign) \(stored(place))"
  }

  private func array(_ rows: [[String?]], _ place: Int) -> SQL {
    "\(rows.map { $0[place] })"
  }

  /// The fields of a row that are left to their defaults: they cannot be null and have no value.
  func defaults(_ values: [String?]) -> Set<Int> {
    Set(
      target.fields.indices.filter {
        values[$0] == nil && target.fields[$0].column.notNull
          && target.fields[$0].column.hasDefault
      })
  }

  /// Makes the records, which all leave the same fields to their defaults.
  ///
  /// - Parameter returning: Whether it answers their ids, in the same order; who may not read them cannot be told.
  func insert(_ rows: [[String?]], leaving: Set<Int>, returning: Bool) -> SQL {
    let written = target.fields.indices.filter { !leaving.contains($0) && $0 != target.identity }
    let names = written.map { place -> SQL in "\(identifier: target.fields[place].column.name)" }
    return """
      insert into \(identifier: target.table.name) (\(names.joined(", ")))
      select \(written.map { typed[$0] }.joined(", ")) from unnest(\(target.fields.indices.map { array(rows, $0) }.joined(", "))) with ordinality as i (\(raw: columns), n)
      order by i.n\(raw: returning ? " returning id" : "")
      """
  }

  /// Changes the records that differ, and answers their ids; a field that cannot be null keeps what it has where no
  /// value comes. Nil where no field can be changed.
  func update(_ rows: [[String?]], ids: [Int]) -> SQL? {
    let changed = target.fields.indices.filter {
      target.fields[$0].column.updatable && !target.keys.contains($0)
    }
    guard !changed.isEmpty else { return nil }
    let new = changed.map { stored($0, changed: true) }
    let sets = changed.map { place -> SQL in
      "\(identifier: target.fields[place].column.name) = \(value(place, true))"
    }
    let old = changed.map { place -> SQL in "t.\(identifier: target.fields[place].column.name)" }
    return """
      update \(identifier: target.table.name) as t set \(sets.joined(", "))
      from unnest(\(target.fields.indices.map { array(rows, $0) }.joined(", ")), \(ids.map { Optional(String($0)) })) as i (\(raw: columns), id)
      where t.id = i.id::bigint and (\(old.joined(", "))) is distinct from (\(new.joined(", ")))
      returning t.id
      """
  }

  private var columns: String { target.fields.indices.map { "c\($0)" }.joined(separator: ", ") }

  private var typed: [SQL] {
    target.fields.indices.map { place in
      "i.\(raw: "c\(place)")::\(raw: target.fields[place].column.sqlType)"
    }
  }
}
