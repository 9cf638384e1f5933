import Postgres

/// Where a record and the members of its owned lists are read.
enum RecordSource {
  /// In their tables, by the record's id.
  case tables(id: SQL)
  /// In what ``keeping(_:_:id:)`` has kept, an expression of type jsonb.
  case kept(SQL)

  /// Every text of it has these.
  var binds: [Bind] {
    switch self {
    case .tables(let id): id.binds
    case .kept(let answer): answer.binds
    }
  }

  /// The rows of the record, its table's unless said otherwise, and which of them is meant.
  func record(_ resource: Resource) -> (rows: SQL?, condition: SQL) {
    switch self {
    case .tables(let id): (nil, "t.id = \(id)")
    case .kept(let answer):
      (
        """
        jsonb_populate_record(
          null::\(identifier: resource.table), nullif(\(answer) -> 'record', 'null'))
        """, "t.id is not null"
      )
    }
  }

  /// The rows of an owned list, its table's unless said otherwise, and which of them are meant.
  func list(_ child: Resource.Child, _ owned: Resource) -> (rows: SQL?, condition: SQL) {
    switch self {
    case .tables(let id): (nil, "t.\(identifier: child.column) = \(id)")
    case .kept(let answer):
      (
        """
        jsonb_populate_recordset(
          null::\(identifier: owned.table), \(answer) -> 'lists' -> '\(raw: child.member)')
        """, "true"
      )
    }
  }

  /// An expression of type jsonb that holds the record as the caller sees it, with those of its lists that may have
  /// members: the answer to be given again, whatever becomes of the record.
  static func keeping(
    _ resource: Resource, _ children: some Collection<Resource.Child>, _ model: Model, id: SQL
  ) throws -> SQL {
    let lists = try children.compactMap { child -> SQL? in
      guard let owned = model.resource(child.resource) else { return nil }
      return """
        '\(raw: child.member)', (select coalesce(jsonb_agg(to_jsonb(r)), '[]')
          from (\(try readable(owned, model)) where t.\(identifier: child.column) = \(id)) as r)
        """
    }
    return """
      jsonb_build_object(
        'record', (select to_jsonb(r) from (\(try readable(resource, model)) where t.id = \(id)) as r),
        'lists', jsonb_build_object(\(lists.joined(", "))))
      """
  }

  /// The columns that the service may read: whoever names a row whole asks for all of them, and is refused for one.
  private static func readable(_ resource: Resource, _ model: Model) throws -> SQL {
    let columns = try model.table(of: resource).columns
    let list =
      columns.allSatisfy(\.readable)
      ? "t.*"
      : columns.filter(\.readable).map { "t.\(SQL.quoted($0.name))" }.joined(separator: ", ")
    return "select \(raw: list) from \(identifier: resource.table) as t"
  }
}
