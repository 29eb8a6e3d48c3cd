import Foundation
import SmartService
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

let clinicLicence: JSONValue = [
  "number": "PDY1", "issuer": "卫健委", "checkedOn": "2026-10-08", "checkedBy": "王店长",
]

/// A clinic on this machine: the second implementation of the port, without any way out.
final class LocalClinic: Sendable {
  private let kept = Mutex<(rooms: [TeleConsultationID: String], advice: [String: String])>(
    ([:], [:])
  )
  let isDown = Mutex(false)

  var rooms: Int { kept.withLock { $0.rooms.count } }

  func advise(_ text: String) {
    kept.withLock { kept in for room in kept.rooms.values { kept.advice[room] = text } }
  }

  var providers: TeleProviders {
    TeleProviders { tenant in
      guard let settings = try tenant.service.teleConsultation else { return nil }
      return TeleProvider(
        name: settings.name,
        licence: settings.licence,
        open: { handover, _ in
          if self.isDown.withLock({ $0 }) { throw CancellationError() }
          let room = self.kept.withLock { kept -> String in
            let room = kept.rooms[handover.id] ?? "R\(kept.rooms.count + 1)"
            kept.rooms[handover.id] = room
            return room
          }
          return TeleRoom(reference: room, url: "https://clinic.example/\(room)")
        },
        advice: { room, _ in self.kept.withLock { $0.advice[room] } }
      )
    }
  }
}

extension TestTenant {
  @discardableResult
  func agree(_ summary: String, _ hasAgreed: Bool = true, by session: SessionID, _ desk: TeleDesk)
    async throws -> TeleConsultation
  {
    try await transaction { transaction in
      try await desk.agree(
        summary,
        hasAgreed: hasAgreed,
        session: session,
        locale: "zh",
        of: snapshot,
        in: transaction
      )
    }
  }

  @discardableResult
  func advance(_ id: TeleConsultationID, by session: SessionID, _ desk: TeleDesk) async throws
    -> TeleConsultation
  {
    try await desk.advance(id, session: session, locale: "zh", of: snapshot, in: database)
  }
}

/// Does everything with tele-consultations once, so that the table has rows and every query has run.
func meetClinicians(_ tenant: TestTenant) async throws {
  let clinic = LocalClinic()
  let desk = TeleDesk(clinic.providers)
  let (session, gone) = (tenant.newSession(), tenant.newSession())
  let id = try await tenant.agree("6 个月，皮疹", by: session, desk).id
  try await tenant.agree("6 个月", by: gone, desk)
  try await tenant.advance(id, by: session, desk)
  clinic.advise("多喂奶")
  try await tenant.advance(id, by: session, desk)
  _ = try await tenant.scope.teleConsultations(of: session)
  try await tenant.transaction { _ = try await ConversationDesk.erase(session: gone, in: $0) }
}

@Suite("Tele-consultations", .tenantDatabase([SmartServiceModule.module]))
struct TeleTests {
  private static func settings(_ url: String = "https://clinic.example/api") -> [String: JSONValue]
  {
    [
      "service": [
        "teleConsultation": [
          "name": ["zh": "安芽互联网医院"], "licence": clinicLicence, "url": .string(url),
        ]
      ]
    ]
  }

  private func refusal(_ body: () async throws -> Void) async -> TeleRefusal.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? TeleRefusal)?.code }
  }

  @Test func `nothing is handed over without a provider and a parent who agrees`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let session = pair.mine.newSession()
    let none = TeleDesk(LocalClinic().providers)
    #expect(await refusal { try await pair.mine.agree("a", by: session, none) } == .absent)
    let clinic = LocalClinic()
    let mine = try await TenantPair.fresh(settings: Self.settings()).mine
    let desk = TeleDesk(clinic.providers)
    for (summary, agrees) in [
      ("皮疹", false), ("  ", true), (String(repeating: "a", count: 2_001), true),
    ] {
      #expect(
        await refusal { try await mine.agree(summary, agrees, by: session, desk) } == .invalid
      )
    }
    #expect(try await mine.scope.teleConsultations(of: session).isEmpty && clinic.rooms == 0)
  }

  @Test func `a room is opened once, advice is kept once, and nobody else sees either`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: Self.settings())
    let (mine, clinic) = (pair.mine, LocalClinic())
    let desk = TeleDesk(clinic.providers)
    let (session, other) = (mine.newSession(), mine.newSession())
    clinic.isDown.withLock { $0 = true }
    let asked = try await mine.agree(" 6 个月，皮疹 ", by: session, desk)
    #expect(asked.state == .asked && asked.summary == "6 个月，皮疹" && asked.provider == "安芽互联网医院")
    #expect(try await mine.advance(asked.id, by: session, desk).state == .failed)
    clinic.isDown.withLock { $0 = false }
    let again = try await mine.agree("7 个月", by: session, desk)
    #expect(again.id == asked.id && again.summary == "7 个月")
    let rooms = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<3 {
        group.addTask { try await mine.advance(asked.id, by: session, desk).url }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(rooms == ["https://clinic.example/R1"] && clinic.rooms == 1)
    // What was handed over does not change any more.
    #expect(try await mine.agree("8 个月", by: session, desk).summary == "7 个月")
    #expect(await refusal { try await mine.advance(asked.id, by: other, desk) } == .notFound)
    #expect(
      await refusal { try await pair.other.advance(asked.id, by: session, desk) } == .notFound
    )
    #expect(try await mine.advance(asked.id, by: session, desk).state == .open)
    clinic.advise(" 多喂奶，三天后复诊 ")
    #expect(try await mine.advance(asked.id, by: session, desk).advice == "多喂奶，三天后复诊")
    clinic.advise("别的")
    #expect(try await mine.advance(asked.id, by: session, desk).advice == "多喂奶，三天后复诊")
    #expect(try await mine.agree("新的问题", by: session, desk).id != asked.id)
    try await mine.transaction { _ = try await ConversationDesk.erase(session: session, in: $0) }
    #expect(try await mine.scope.teleConsultations(of: session).isEmpty)
  }

  @Test func `a provider is asked by JSON with the summary alone, and odd answers are none`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: Self.settings()).mine
    let seen = Mutex<[OutboundRequest]>([])
    let answers = Mutex<[(Int, String)]>([
      (500, ""), (200, "[]"), (200, #"{"reference": "a/b", "url": "http://clinic.example"}"#),
      (201, #"{"reference": "a/b", "url": "https://clinic.example/1"}"#),
      (200, #"{"advice": null}"#),
      (200, #"{"advice": "多喂奶"}"#),
    ])
    let http = OutboundHTTP { request in
      seen.withLock { $0.append(request) }
      let (status, body) = answers.withLock { $0.removeFirst() }
      return OutboundResponse(status: status, body: Array(body.utf8))
    }
    let desk = TeleDesk(.configured(http: http, variables: [:]))
    let session = mine.newSession()
    let id = try await mine.agree("皮疹", by: session, desk).id
    var states: [TeleState] = []
    for _ in 0..<6 { states.append(try await mine.advance(id, by: session, desk).state) }
    #expect(states == [.failed, .failed, .failed, .open, .open, .advised])
    let requests = seen.withLock { $0 }
    let sent = try JSONValue(json: String(decoding: requests[0].body, as: UTF8.self))
    #expect(sent == ["id": .string(id.description), "summary": "皮疹", "locale": "zh"])
    #expect(requests[0].url == "https://clinic.example/api/consultations")
    #expect(requests[4].url == "https://clinic.example/api/consultations/a%2Fb")
  }
}
