import Testing

@testable import CRM

@Suite struct `A filter` {
  @Test func `has a short form and a tree that mean the same`() throws {
    let short = try FilterParser.bracket("price[between]", "1,2\\,5")
    let tree = try FilterParser.tree(#"{"field":"price","op":"between","value":["1","2,5"]}"#)
    let values = ["1", "2,5"]
    #expect(
      short
        == .leaf(
          .init(field: "price", operation: .between, values: values, parameter: "price[between]")))
    #expect(
      tree
        == .leaf(.init(field: "price", operation: .between, values: values, parameter: "filter")))
    #expect(try FilterParser.bracket("a", "b") == FilterParser.bracket("a", "b"))
  }

  @Test func `knows its size and its fields`() throws {
    let tree = try FilterParser.tree(
      #"{"and":[{"field":"a","op":"eq","value":1},{"not":{"or":[{"field":"b","op":"empty"},{"field":"a","op":"eq","value":true}]}}]}"#
    )
    #expect(tree.leaves == 3 && tree.fields == ["a", "b"])
  }

  @Test(arguments: [
    ("owner,department(name,id)", 2), ("owner.department", 1), ("owner(name),,", 1), ("", 0),
  ])
  func `expansions stand between commas outside of parentheses`(text: String, count: Int) throws {
    #expect(try Expansion.parse(text).count == count)
  }

  @Test(arguments: ["a(", "a)", "a((b))", "a(b(c))", "a b", "a.b.c", "a'", "a()b"])
  func `an expansion of another form is refused`(text: String) {
    #expect(throws: Problem.self) { try Expansion.parse(text) }
  }
}
