/// The five areas of development that China's scale names (WS/T 580—2017, 0岁～6岁儿童发育行为评估量表).
///
/// Only their names come from there: the scale's items are a test for professionals and stand nowhere here.
public enum DevelopmentDomain: String, Hashable, Sendable, Codable, CaseIterable {
  /// Large movements: 大运动.
  case gross
  /// Small movements of hands: 精细动作.
  case fine
  /// Learning and solving: 适应能力.
  case adaptive
  /// Understanding and speaking: 语言.
  case language
  /// Others and oneself: 社会行为.
  case social
}

/// Where an age comes from; no professional of the merchant has signed any of it yet.
public enum DevelopmentSource: String, Hashable, Sendable, CaseIterable {
  /// WHO Motor Development Study: windows of achievement, 1st to 99th percentile (Acta Paediatrica 2006;
  /// Suppl 450: 86–95).
  case who
  /// CDC, Learn the Signs. Act Early. (2022): what three of four children do by the age of a checklist.
  case cdc

  /// Where it can be read.
  public var address: String {
    switch self {
    case .who:
      "https://www.who.int/tools/child-growth-standards/standards/motor-development-milestones"
    case .cdc: "https://www.cdc.gov/act-early/milestones/index.html"
    }
  }
}

/// Something that children learn, with the months in which it is worth training.
///
/// Of the WHO's skills the window is that of achievement, in whole months around it. Of the CDC's it
/// begins with the checklist before the one that names the skill and ends with the one after it; that is
/// this house's own rule, since the CDC names one age only.
public struct DevelopmentSkill: Hashable, Sendable {
  /// The short name.
  public let code: String
  /// The area; the CDC's cognitive skills are ``DevelopmentDomain/adaptive``.
  public let domain: DevelopmentDomain
  /// Where the age comes from.
  public let source: DevelopmentSource
  /// The months in which it is trained.
  public let window: AgeSpan
  /// The month of the CDC's checklist; nil for the WHO's skills.
  public let checklist: Int?

  private static let checklists = [0, 2, 4, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60, 72]

  private static func who(_ code: String, _ from: Int, _ to: Int) -> Self {
    Self(
      code: code,
      domain: .gross,
      source: .who,
      window: AgeSpan(from: from, to: to),
      checklist: nil
    )
  }

  private static func cdc(_ code: String, _ domain: DevelopmentDomain, _ month: Int) -> Self {
    Self(
      code: code,
      domain: domain,
      source: .cdc,
      window: AgeSpan(
        from: checklists.last { $0 < month },
        to: checklists.first { $0 > month }
      ),
      checklist: month
    )
  }

  /// All skills by area, the earliest first.
  public static let all: [Self] = [
    who("sits", 3, 10), who("stands-held", 4, 12), who("crawls", 5, 14), who("walks-held", 5, 14),
    who("stands", 6, 17), who("walks", 8, 18), cdc("climbs", .gross, 18), cdc("kicks", .gross, 24),
    cdc("jumps", .gross, 30), cdc("catches", .gross, 48), cdc("hops", .gross, 60),
    cdc("passes-hands", .fine, 9), cdc("scribbles", .fine, 18), cdc("turns-pages", .fine, 30),
    cdc("strings", .fine, 36), cdc("buttons", .fine, 60),
    cdc("looks-for", .adaptive, 9), cdc("fills", .adaptive, 12), cdc("stacks", .adaptive, 15),
    cdc("plays-simply", .adaptive, 18), cdc("pretends-things", .adaptive, 30),
    cdc("draws-circle", .adaptive, 36), cdc("names-colours", .adaptive, 48),
    cdc("counts", .adaptive, 60),
    cdc("babbles", .language, 9), cdc("first-words", .language, 15),
    cdc("two-words", .language, 24), cdc("fifty-words", .language, 30),
    cdc("converses", .language, 36), cdc("tells-story", .language, 60),
    cdc("plays-games", .social, 12), cdc("plays-beside", .social, 30), cdc("joins", .social, 36),
    cdc("pretends-roles", .social, 48), cdc("takes-turns", .social, 60),
  ]

  /// The skill of a short name.
  public static func named(_ code: String) -> Self? { all.first { $0.code == code } }
}
