import CRM
import Postgres
import Support

extension Subject {
  static let purchasingOrders: [String: Subject] = [:]
}

extension VerbCase {
  static let purchasingOrders: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let purchasingOrders: [ScopeRow] = []
}
