// Why rows of a target are refused, in sentences that begin with the field.
extension ImportTarget {
  /// The sentence with the field that it is about before it, and the list in which that stands.
  func named(_ field: String, _ sentence: Text) -> Text {
    let name = [member, field.isEmpty ? nil : field].compactMap { $0 }.joined(separator: ".")
    return name.isEmpty
      ? sentence : Text("\(name): \(sentence.en)", ru: "\(name): \(sentence.ru)")
  }

  /// What is wrong with fields, each thing once: by the field that a column fills, rather than by a constant or the
  /// record that owns this one.
  func sentence(_ faults: [Problem.Field]) -> Text? {
    var told: [Text] = []
    let filled = Set(fields.filter { $0.source != nil }.map(\.column.name))
    let owner = member == nil ? nil : fields.last?.column.name
    let name = { (fault: Problem.Field) in String(fault.pointer.dropFirst()) }
    for fault in faults where !told.contains(fault.detail) {
      told.append(fault.detail)
    }
    return Text.joined(
      told.compactMap { detail in
        let places = faults.filter { $0.detail == detail }.map(name)
        let place =
          places.first { filled.contains($0) } ?? places.first { $0 != owner } ?? places.first
        return place.map { named($0, detail) }
      })
  }

  /// Why a row is refused whose references lead nowhere, or to more than one record.
  func unresolved(_ values: [String?]) -> Text? {
    let lost = fields.indices.filter {
      fields[$0].lookup != nil && ImportStatement.isLost(values[$0])
    }
    return Text.joined(
      lost.map { place in
        let sentence =
          values[place] == ImportStatement.ambiguous
          ? Text("there is more than one such record.", ru: "таких записей несколько.")
          : Text("there is no such record.", ru: "такой записи нет.")
        return named(fields[place].column.name, sentence)
      })
  }

  /// Why a row is refused that has nothing by which its record could be known again; nil where it has.
  func keyless(_ values: [String?]) -> Text? {
    let empty = keys.filter { values[$0] == nil }
    let names = (empty.isEmpty ? keys : empty).map { fields[$0].column.name }
    return named(
      names.joined(separator: ", "),
      Text(
        "is empty, but records are known again by it (match_by).",
        ru: "пусто, а по этому узнаются записи (match_by)."))
  }

  /// Why a row is refused whose id nothing has.
  var unknown: Text? {
    identity.map { place in
      named(
        fields[place].column.name,
        Text(
          "there is no such record that you may see; an id is never written.",
          ru: "такой записи нет, или она вам не видна; id не записывается."))
    }
  }

  /// Why a row is refused whose key more than one record has.
  var ambiguous: Text {
    let names = keys.map { fields[$0].column.name }.joined(separator: ", ")
    return named(
      names,
      Text("more than one record is known by this.", ru: "по этому найдено несколько записей."))
  }
}
