/// The right to one action on one kind of record, `things.read`.
public struct Permission: Sendable, Hashable, CustomStringConvertible {
  /// The key of the resource, `things`.
  public let resource: String
  /// `read`, `create`, `update`, `delete`, or a verb of the resource.
  public let action: String

  /// The right to an action on a resource.
  public init(_ resource: String, _ action: String) {
    self.resource = resource
    self.action = action
  }

  /// As roles and problems write it, `things.read`.
  public var description: String { "\(resource).\(action)" }
}

/// How far a permission reaches; the database's row policies apply it, the service only reads it.
public enum Scope: Int, Sendable, Comparable, CaseIterable {
  case none
  case own
  case team
  case department
  /// The caller's department and all below it.
  case below
  case all

  /// Whether the left one reaches less far.
  public static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
}
