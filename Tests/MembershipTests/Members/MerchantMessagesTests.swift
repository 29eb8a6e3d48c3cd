import Foundation
import Hummingbird
import Logging
import Membership
import NIOCore
import OutboundHTTPClient
import ServiceLifecycle
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// A text message service on loopback that keeps what it was asked and answers as it is told.
private final class MessageService: Sendable {
  let asked = Mutex<[String]>([])
  private let answer: String

  init(_ answer: String) { self.answer = answer }

  func run(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
    let (ports, port) = AsyncStream<Int>.makeStream()
    let responder = CallbackResponder<BasicRequestContext> { [self] request, _ in
      asked.withLock { $0.append(request.uri.string) }
      return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: answer)))
    }
    var logger = Logger(label: "messages")
    logger.logLevel = .critical
    let service = Application(
      responder: responder,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
      logger: logger
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      let services = ServiceGroup(configuration: .init(services: [service], logger: logger))
      group.addTask { try await services.run() }
      for await number in ports.prefix(1) { try await body("http://127.0.0.1:\(number)") }
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
    }
  }
}

@Suite("Messages of merchants", .tenantDatabase([MembershipModule.module]))
struct MerchantMessagesTests {
  private func settings(_ endpoint: String, secret: String = "env:SMS") -> [String: JSONValue] {
    [
      "membership": [
        "messages": [
          "aliyun": [
            "keyID": "LTAI5t", "secret": .string(secret), "signName": "暖芽",
            "codeTemplate": "SMS_1", "reminderTemplate": "SMS_2", "endpoint": .string(endpoint),
          ]
        ]
      ]
    ]
  }

  private func messages(_ box: Postbox, _ tenant: TestTenant) -> MerchantMessages {
    let name = tenant.snapshot.slug.uppercased().replacing("-", with: "_")
    return MerchantMessages(
      http: .live,
      variables: ["TENANT_\(name)__SMS": "its secret"],
      otherwise: BoxedMessages(channel: .phone, box: box)
    )
  }

  @Test func `a code goes through the merchant's own account, and others' to the console`()
    async throws
  {
    let service = MessageService("{\"Code\":\"OK\"}")
    try await service.run { endpoint in
      let tenant = try await familyPair(settings(endpoint)).mine
      let other = try await familyPair().other
      let box = Postbox()
      let codes = SignInCodes(key: Secret(Array("0123456789abcdef".utf8)))
      for one in [tenant, other] {
        let desk = SignInDesk(providers: [messages(box, tenant)], codes: codes)
        try await desk.requestCode(.phone, "13800138000", for: one.snapshot, in: one.database)
      }
      #expect(await box.lines.count == 1)
      let asked = service.asked.withLock { $0 }
      #expect(asked.count == 1)
      let text = asked.joined()
      for part in ["AccessKeyId=LTAI5t", "PhoneNumbers=13800138000", "TemplateCode=SMS_1"] {
        #expect(text.contains(part), "\(text)")
      }
      #expect(text.contains("Signature=") && !text.contains("its%20secret"))
      let code = try #require(text.firstMatch(of: /%22code%22%3A%22([0-9]{6})%22/)?.output.1)
      let entered = try await SignInDesk(providers: [messages(box, tenant)], codes: codes)
        .enter(String(code), .phone, "13800138000", for: tenant.snapshot, in: tenant.database)
      #expect(entered.isNew)
    }
  }

  @Test func `a secret that is not there sends nothing, and may be tried again`() async throws {
    let tenant = try await familyPair(settings("http://127.0.0.1:1", secret: "env:OTHER")).mine
    let messages = messages(Postbox(), tenant)
    do {
      try await messages.send("x", to: "+8613800138000", from: tenant.snapshot, in: tenant.database)
      Issue.record("It was sent.")
    } catch let refusal as any UntakenMessage {
      #expect(refusal.mayRepeat)
    }
  }

  @Test func `an account that anybody on the way could read is not taken`() async throws {
    for endpoint in ["http://sms.example", "ftp://sms.example", "https://a:b@sms.example"] {
      await #expect(throws: (any Error).self) {
        _ = try await familyPair(settings(endpoint))
      }
    }
  }
}
