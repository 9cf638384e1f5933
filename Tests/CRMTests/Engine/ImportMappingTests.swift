import Testing

@testable import CRM

@Suite struct `A mapping` {
  private func pointer(_ text: String) throws -> String? {
    let json = try JSONParser.parse(Array(text.utf8))
    do {
      _ = try ImportMapping(json)
      return nil
    } catch let problem as Problem {
      #expect(problem.status == 422)
      return problem.errors.first?.pointer
    }
  }

  @Test(arguments: [
    (#"[]"#, ""), (#"{"columns":{"name":{"column":"N"}}}"#, "/resource"),
    (#"{"resource":5,"columns":{"name":{"column":"N"}}}"#, "/resource"),
    (#"{"resource":"x"}"#, "/columns"), (#"{"resource":"x","columns":{}}"#, "/columns"),
    (#"{"resource":"x","columns":["name"]}"#, "/columns"),
  ]) func `needs a resource and columns`(text: String, expected: String) throws {
    #expect(try pointer(text) == expected)
  }

  @Test(arguments: [
    (#""mode":"merge""#, "/mode"), (#""mode":1"#, "/mode"), (#""match_by":"name""#, "/match_by"),
    (#""match_by":[1]"#, "/match_by"), (#""skip_if_empty":"name""#, "/skip_if_empty"),
    (#""matchBy":["name"]"#, "/matchBy"), (#""constants":[]"#, "/constants"),
    (#""constants":{"a":{}}"#, "/constants/a"), (#""csv":";""#, "/csv"),
    (#""csv":{"delimiter":";;"}"#, "/csv/delimiter"), (#""csv":{"delimiter":5}"#, "/csv/delimiter"),
    (#""csv":{"delimiter":"\""}"#, "/csv/delimiter"),
    (#""csv":{"delimiter":"\n"}"#, "/csv/delimiter"),
    (#""csv":{"encoding":"koi8-r"}"#, "/csv/encoding"), (#""csv":{"quote":"'"}"#, "/csv/quote"),
  ]) func `tells what is not understood instead of leaving it out`(
    part: String, expected: String
  ) throws {
    let text = #"{"resource":"x","columns":{"name":{"column":"N"}},\#(part)}"#
    #expect(try pointer(text) == expected)
  }

  @Test(arguments: [
    ("5", "/columns/name"), ("{}", "/columns/name"), (#"{"column":5}"#, "/columns/name"),
    (#"{"column":"N","trim":"yes"}"#, "/columns/name/trim"),
    (#"{"column":"N","trimm":true}"#, "/columns/name/trimm"),
    (#"{"column":"N","map":["a"]}"#, "/columns/name/map"),
    (#"{"column":"N","map":{"a":[]}}"#, "/columns/name/map/a"),
    (#"{"column":"N","default":{}}"#, "/columns/name/default"),
    (#"{"column":"N","find":{"resource":"y"}}"#, "/columns/name/find"),
    (#"{"column":"N","find":{"resource":"y","by":{"a":[]}}}"#, "/columns/name/find/by/a"),
    (
      #"{"column":"N","find":{"resource":"y","by":{"a":"$value"},"or":1}}"#, "/columns/name/find/or"
    ),
  ]) func `tells which column it means`(source: String, expected: String) throws {
    #expect(try pointer(#"{"resource":"x","columns":{"name":\#(source)}}"#) == expected)
  }

  @Test(arguments: [
    (#"{"column":"N"}"#, " Two  Words ", " Two  Words "),
    (#"{"column":"N","trim":true}"#, " a  b ", "a  b"),
    (#"{"column":"N","squeeze":true}"#, " Two \t Words ", "Two Words"),
    (#"{"column":"N","lower":true}"#, "ЁЖ", "ёж"),
    (#"{"column":"N","normalize_name":true}"#, " ООО «Ромашка», & Co. ", "ооо ромашка & co"),
    (#"{"column":"N","map":{"Да":true,"*":false}}"#, "Да", "true"),
    (#"{"column":"N","map":{"Да":true,"*":false}}"#, "Нет", "false"),
    (#"{"column":"N","map":{"a":"b"}}"#, "c", "c"), (#"{"column":"N","default":"x"}"#, "", "x"),
    (#"{"column":"N","default":5}"#, "y", "y"), (#"{"template":"<{N}> {N}{"}"#, "z", "<z> z{"),
  ]) func `makes of a cell what it says`(source: String, cell: String, expected: String) throws {
    let made = try ImportSource(JSONParser.parse(Array(source.utf8)), pointer: "")
    #expect(made.names.allSatisfy { $0 == "N" })
    #expect(made.value { _ in cell } == expected)
  }

  @Test func `makes nothing of an empty cell`() throws {
    let source = try ImportSource(["column": "N", "trim": true], pointer: "")
    #expect(source.value { _ in "  " } == nil)
  }
}
