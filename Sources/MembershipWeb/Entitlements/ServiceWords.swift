internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// Services and who may use them, in words.
struct ServiceWords {
  let texts: LocalTexts
  let locales: [LanguageTag]
  let tenant: TenantSnapshot

  init(_ texts: LocalTexts, _ request: TenantRequest) {
    self.texts = texts
    locales = request.locales
    tenant = request.tenant
  }

  func name(_ service: OfferedService) -> String {
    service.name?.text(in: locales) ?? texts["services.name.\(service.code)"]
  }

  /// In which stages it can be used.
  func stages(_ service: OfferedService) -> String {
    let stages = service.stages.sorted().map { texts["stage.\($0.rawValue)"] }
    return stages.isEmpty ? texts["services.anyStage"] : stages.joined(separator: ", ")
  }

  /// One way to a service.
  func way(_ way: OfferedService.Way) -> String {
    let settings = try? tenant.membership
    func bounded(_ words: String, _ yearly: Int?) -> String {
      yearly.map { texts["services.yearly", ["way": words, "count": "\($0)"]] } ?? words
    }
    switch way {
    case .everybody(let yearly): return bounded(texts["services.reason.everybody"], yearly)
    case .level(let level, let yearly):
      let levels = settings?.tiers?.levels ?? []
      let name = levels.indices.contains(level) ? levels[level].name.text(in: locales) : "\(level)"
      return bounded(name, yearly)
    case .plan(let code, let yearly):
      let plan = settings?.tiers?.plans?.first { $0.code == code }
      return bounded(plan?.name.text(in: locales) ?? code, yearly)
    case .pack(let code, let times):
      let pack = settings?.packs?.first { $0.code == code }
      return texts[
        "services.times",
        ["way": pack?.name.text(in: locales) ?? code, "count": "\(times)"]
      ]
    }
  }

  /// Why a member may use it or not, how often, and until when.
  func standing(_ answer: Entitlement, _ day: (Date) -> String) -> String {
    var words = [texts["services.reason.\(answer.reason.rawValue)"]]
    if answer.isAllowed, let left = answer.remaining {
      words.append(texts["services.left", ["count": "\(left)"]])
    }
    if let until = answer.until { words.append(texts["services.until", ["day": day(until)]]) }
    return words.joined(separator: " · ")
  }
}

/// What a member may use, on her page.
enum ServiceSection {
  /// The section; nothing where the merchant has no services.
  static func section(_ frame: FamilyFrame) async throws -> FamilySection? {
    let program = try Entitlements(of: frame.request.tenant)
    guard !program.offered.isEmpty else { return nil }
    let answers = try await program.all(of: frame.member.id, in: frame.request.scope)
    let words = ServiceWords(frame.texts, frame.request)
    return FamilySection(
      title: frame.texts["services.title"],
      items: zip(program.offered, answers).map { service, answer in
        FamilySection.Item(
          name: words.name(service),
          detail: words.standing(answer) { frame.day($0) },
          state: frame.texts[answer.isAllowed ? "services.yes" : "services.no"]
        )
      }
    )
  }
}
