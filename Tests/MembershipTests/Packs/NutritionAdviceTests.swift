import Foundation
import Membership
import TenantStore
import Testing

@Suite("Eating in pregnancy")
struct NutritionAdviceTests {
  private func child(_ dates: ChildDates, quiet: Date? = nil) -> Child {
    Child(
      id: ChildID(uuid: UUID()),
      member: MemberID(uuid: UUID()),
      siblings: UUID(),
      nickname: "",
      sex: nil,
      dates: dates,
      quietSince: quiet
    )
  }

  @Test
  func `every day of a pregnancy up to 42 weeks has the advice of one third, and no other day`()
    throws
  {
    let due = CivilDay(try day("2026-11-01"))
    let dates = try ChildDateRule.expected(due: due.date, today: due.adding(days: -200).date)
    let expected = child(dates)
    for number in -290...30 {
      let today = due.adding(days: number)
      let advice = NutritionAdvice.china(for: expected, on: today.date)
      let week = (number + 280).quotientAndRemainder(dividingBy: 7).quotient
      switch number + 280 {
      case ..<0, 295...: #expect(advice.isEmpty, "day \(number)")
      default:
        let stage: ChildStage =
          week < 14 ? .earlyPregnancy : week < 28 ? .middlePregnancy : .latePregnancy
        #expect(Set(advice.map(\.stage)) == [stage], "day \(number)")
        #expect(Set(advice.map(\.code)).count == advice.count && advice.count >= 4)
      }
    }
    #expect(NutritionAdvice.china(for: child(dates, quiet: Date()), on: due.date).isEmpty)
    let born = try ChildDateRule.born(on: due.date, due: nil, today: due.date)
    #expect(NutritionAdvice.china(for: child(born), on: due.date).isEmpty)
  }

  @Test func `each line is there in Chinese and English`() throws {
    let languages = try [
      #require(LanguageTag(rawValue: "zh")), #require(LanguageTag(rawValue: "en")),
    ]
    for advice in NutritionAdvice.china {
      #expect(languages.allSatisfy { advice.text.texts[$0]?.isEmpty == false }, "\(advice.code)")
    }
  }
}
