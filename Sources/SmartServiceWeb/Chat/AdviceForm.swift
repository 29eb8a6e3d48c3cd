internal import Foundation
internal import TenantWeb

/// A question that is put together from what a parent ticks: the child's age, signs, and how it is fed.
///
/// It becomes a message in the page's language, and is triaged, answered and kept like one.
enum AdviceForm {
  static let ages = [
    "days10", "month1", "month3", "month5", "month7", "month10", "year1", "year2", "year4",
  ]
  static let signs = [
    "fever", "cough", "diarrhoea", "vomiting", "rash", "constipation", "crying", "waking",
  ]
  static let feedings = ["breast", "formula", "mixed", "solids"]

  /// The message, or nothing where age or signs are missing or unknown.
  static func message(_ form: RequestFields, _ texts: LocalTexts, in language: String) -> String? {
    let told = form.all("sign").filter(signs.contains)
    guard let age = form["age"], ages.contains(age), !told.isEmpty else { return nil }
    let names = Array(Set(told)).sorted { place($0) < place($1) }
      .map { texts["service.advice.sign.\($0)"] }
    let said = texts[
      "service.advice.said",
      [
        "age": texts["service.ageSaid.\(age)"],
        "signs": names.formatted(.list(type: .and).locale(Locale(identifier: language))),
      ]
    ]
    let fed = form["feeding"].flatMap { feedings.contains($0) ? $0 : nil }
    return [said, fed.map { texts["service.advice.fed.\($0)"] }, form["more"]].compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func place(_ sign: String) -> Int { signs.firstIndex(of: sign) ?? signs.count }

  /// What the page shows of it.
  static func view(_ texts: LocalTexts) -> View {
    [
      "ages": ages.map { ["value": $0, "name": texts["service.age.\($0)"]] as View },
      "signs": signs.map { ["value": $0, "name": texts["service.advice.sign.\($0)"]] as View },
      "feedings": feedings.map {
        ["value": $0, "name": texts["service.advice.fed.\($0)"]] as View
      },
    ]
  }
}
