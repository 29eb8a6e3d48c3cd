public import TenantStore

/// Something that most children do at some age, with the ages at which nearly all healthy ones begin.
public struct Milestone: Hashable, Sendable {
  /// The code, `walking-alone`.
  public let code: String
  /// What families read.
  public let name: LocalizedText
  /// Tenths of a month at which the first of a hundred children do it.
  public let earliest: Int
  /// Tenths of a month by which ninety-nine of a hundred do it.
  public let latest: Int

  /// The six milestones of the WHO Multicentre Growth Reference Study: windows of achievement from
  /// the 1st to the 99th percentile (Acta Paediatrica 2006, supplement 450, 86–95).
  public static let all: [Self] = [
    Self("sitting", "独坐", "sitting without support", 38, 92),
    Self("standing-held", "扶站", "standing with assistance", 48, 114),
    Self("crawling", "手膝爬行", "hands-and-knees crawling", 52, 135),
    Self("walking-held", "扶走", "walking with assistance", 59, 137),
    Self("standing-alone", "独站", "standing alone", 69, 169),
    Self("walking-alone", "独走", "walking alone", 82, 176),
  ]

  private init(_ code: String, _ zh: String, _ en: String, _ earliest: Int, _ latest: Int) {
    self.code = code
    name = ShownText.of(zh: zh, en: en)
    self.earliest = earliest
    self.latest = latest
  }

  /// Whether a child of an age, corrected when preterm, is past the window: a reason to ask a doctor,
  /// and no diagnosis.
  public func isPast(ageInDays: Int) -> Bool {
    // A month of the study has 30.4375 days.
    Double(ageInDays) > Double(latest) / 10 * 30.4375
  }
}
