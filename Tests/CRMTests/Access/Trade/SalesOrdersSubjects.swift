import CRM
import Postgres
import Support

extension Subject {
  static let salesOrders: [String: Subject] = [:]
}

extension VerbCase {
  static let salesOrders: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let salesOrders: [ScopeRow] = []
}
