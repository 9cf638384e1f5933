/// A table of the database that the API serves: only what the database cannot say of itself.
///
/// Columns, types, references, constraints, descriptions and field rights come from the ``Catalogue``.
public struct Resource: Sendable {
  /// A list that lives and dies with its parent and is written together with it.
  public struct Child: Sendable {
    /// The member of the parent's JSON.
    public let member: String
    /// The name of the resource whose records the list holds.
    public let resource: String
    /// The child's column that points at the parent.
    public let column: String
  }

  /// Plural kebab-case, the path below `/api/v1`.
  public let name: String
  /// The name under which roles grant permissions, `foo_bars` of `foo-bars`.
  public let key: String
  /// Schema and table, `area.noun`.
  public let table: String
  /// The column by which a person knows the record.
  public let label: String
  /// A function `(text) returns setof bigint` that answers the ids which `q` may mean.
  public private(set) var searchFunction: String?
  /// The lists that are written together with a record, in the order of declaration.
  public private(set) var children: [Child] = []
  /// Columns that the database needs but nobody asks for (generated keys); not part of the API.
  public private(set) var internalColumns: Set<String> = []
  /// A text column and the generated key that stands for it in comparisons and sorting.
  public private(set) var keys: [String: String] = [:]
  /// How the database stores fields that it brings to one form, by the field.
  private(set) var stored: [String: StoredForm] = [:]
  /// What may be done beyond reading; taken from `create`, `update`, `delete`.
  public private(set) var actions: Set<String> = ["create", "update", "delete"]

  /// Whoever has signed in may read it, and the row policies alone say which records.
  public private(set) var isOpen = false

  /// Whether to make a record moves money, so that an `Idempotency-Key` is demanded.
  private(set) var movesMoney = false

  /// The column with the account whose record it is, where whoever may not read all sees his own alone.
  private(set) var ownColumn: String?

  /// How a list is sorted that is not told how; by id where this is empty.
  private(set) var order: [ListRequest.Order] = []

  /// What its lists and summaries are asked beside filters; where this is empty its rows stand in the table.
  private(set) var arguments: [ReportArgument] = []

  /// A resource with every action and no owned lists; the functions below say what is different.
  public init(_ name: String, table: String, label: String) {
    self.name = name
    key = name.replacing("-", with: "_")
    self.table = table
    self.label = label
  }

  /// `q` asks this function of the database for candidates; row policies still judge each.
  public func search(_ function: String) -> Self {
    var copy = self
    copy.searchFunction = function
    return copy
  }

  /// Adds an owned list: `member` of the JSON, the resource of its rows, and their column that points here.
  public func child(_ member: String, _ resource: Resource, by column: String) -> Self {
    var copy = self
    copy.children.append(Child(member: member, resource: resource.name, column: column))
    return copy
  }

  /// Without the owned lists of resources that are not among these.
  func keeping(_ resources: Set<String>) -> Self {
    var copy = self
    copy.children.removeAll { !resources.contains($0.resource) }
    return copy
  }

  /// Compares, sorts and finds by `key` (generated, indexed, hidden) where the API says `column`.
  public func key(_ key: String, for column: String) -> Self {
    var copy = self
    copy.keys[column] = key
    copy.internalColumns.insert(key)
    return copy
  }

  /// Says that the database stores each of these fields as what this function makes of its value; so imports know
  /// again what a file writes in another way.
  public func stores(_ columns: String..., by function: String) -> Self {
    var copy = self
    for column in columns {
      copy.stored[column] = StoredForm(function: function, arguments: [column])
    }
    return copy
  }

  /// The same for a function that takes several fields of the record, in this order.
  public func stores(_ column: String, by function: String, of arguments: [String]) -> Self {
    var copy = self
    copy.stored[column] = StoredForm(function: function, arguments: arguments)
    return copy
  }

  /// Lists begin with the greatest of this column unless they are told otherwise.
  public func newestFirst(by column: String) -> Self {
    var copy = self
    copy.order = [.init(field: column, descending: true)]
    return copy
  }

  /// Lists are in the order of these columns, the least first, unless they are told otherwise.
  public func ordered(by columns: String...) -> Self {
    var copy = self
    copy.order = columns.map { .init(field: $0, descending: false) }
    return copy
  }

  /// The rows are those of a function that is called like the table and takes these arguments, each with a default;
  /// the table is a view of what it answers without any.
  func asking(_ arguments: ReportArgument...) -> Self {
    var copy = self
    copy.arguments = arguments
    return copy
  }

  /// Reading takes no permission: the row policies alone say which records somebody sees.
  public func open() -> Self {
    var copy = self
    copy.isOpen = true
    return copy
  }

  /// A record posts to the ledger as soon as it is made: a repeat after a lost answer must not post it again.
  func movingMoney() -> Self {
    var copy = self
    copy.movesMoney = true
    return copy
  }

  /// Whoever may not read all of them sees the records of his account alone, and his lists say so: the row policies
  /// let more through for others, and with that "or" no index finds the few of his among all.
  public func own(by column: String) -> Self {
    var copy = self
    copy.ownColumn = column
    return copy
  }

  /// Keeps columns out of the API.
  public func hiding(_ columns: String...) -> Self {
    var copy = self
    copy.internalColumns.formUnion(columns)
    return copy
  }

  /// Leaves only these of `create`, `update`, `delete`; with none the resource is read-only.
  public func only(_ actions: String...) -> Self {
    var copy = self
    copy.actions = Set(actions)
    return copy
  }
}

/// The form in which the database stores a field: what a function of it makes of fields as they are written.
struct StoredForm: Sendable {
  let function: String
  /// The fields that it takes.
  let arguments: [String]
}

extension [Resource] {
  /// Those that do not stand in one of the tables, without lists of such a resource.
  func without(tables: Set<String>) -> [Resource] {
    let present = filter { !tables.contains($0.table) }
    let names = Set(present.map(\.name))
    return present.map { $0.keeping(names) }
  }
}
