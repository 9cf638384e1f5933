import CRM
import Testing

@Suite struct `A script` {
  @Test(arguments: [
    ("select 1; select 2", ["select 1", "select 2"]),
    ("select ';'; select 'it''s;'", ["select ';'", "select 'it''s;'"]),
    (#"select E'\';'; select ';\'"#, [#"select E'\';'"#, #"select ';\'"#]),
    (#"select "a;b"; select $1;"#, [#"select "a;b""#, "select $1"]),
    ("do $$ begin null; end $$; select 1", ["do $$ begin null; end $$", "select 1"]),
    ("do $a$ $$;$$ $a$; select 1", ["do $a$ $$;$$ $a$", "select 1"]),
    ("-- one; two\nselect 1 -- ;\n;/* ; /* ; */ */", ["select 1 -- ;\n"]),
    (
      "create rule r as on insert to t do (a; b); c",
      ["create rule r as on insert to t do (a; b)", "c"]
    ),
    (";;  ;", []), ("select 'é—;'", ["select 'é—;'"]),
  ])
  func `is cut where psql cuts it`(text: String, statements: [String]) {
    #expect(Script(text).statements.map(\.text) == statements)
  }

  @Test func `keeps the body of an atomic function together`() {
    let function = """
      create function f() returns int language sql begin atomic
        select 1; select case when true then 2 end; end
      """
    #expect(Script("\(function); select 3").statements.map(\.text) == [function, "select 3"])
  }

  @Test func `knows the line of every statement`() {
    #expect(Script("-- a\n\nselect 1;\n\nselect\n2;select 3").statements.map(\.line) == [3, 5, 6])
  }
}
