import EmbeddedPostgres
import Foundation
import Logging
import SmartService
import TenantStore

/// Answers three questions from ten Markdown entries, without HTTP and without the other modules.
@main
struct AnswerTen {
  static func main() async throws {
    var logger = Logger(label: "answer-ten")
    logger.logLevel = .warning
    var configuration = EmbeddedPostgresConfiguration.temporary()
    configuration.superuser = DatabaseRoles.admin
    configuration.roles = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    configuration.bootstrap = DatabaseRoles.creation()
    let server = try await EmbeddedPostgres.start(configuration, logger: logger)
    func connection(_ role: String) -> String {
      server.connectionString(role: role, database: "postgres")
    }
    let migrator = Migrator(
      ownerConnection: connection(DatabaseRoles.admin),
      modules: [SmartServiceModule.module],
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()
    let database = TenantDatabase(
      TenantDatabaseConfiguration(
        application: connection(DatabaseRoles.application),
        system: connection(DatabaseRoles.system)
      ),
      logger: logger
    )
    try await talk(in: database)
    await database.close()
    await server.stop()
  }

  private static func talk(in database: TenantDatabase) async throws {
    let merchant = try await database.register(
      TenantDocument(
        tenant: "nursery",
        name: LocalizedText([:]),
        hosts: ["nursery.localhost"],
        locales: [LanguageTag(rawValue: "zh")].compactMap { $0 },
        currency: "CNY",
        timeZone: "Asia/Shanghai",
        market: "CN",
        modules: ["service": .object([:])]
      )
    )
    let desk = ServiceDesk()
    let folder = Bundle.module.bundleURL.appending(path: "Knowledge")
    let files = try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" }
    try await database.transaction(for: merchant.id) { transaction in
      for file in files {
        let slug = file.deletingPathExtension().lastPathComponent
        let text = try String(contentsOf: file, encoding: .utf8)
        let draft = try KnowledgeFile.draft(markdown: text, slug: slug)
        try await desk.writeKnowledge(draft, by: .system, in: transaction)
        try await desk.submitKnowledge(slug, by: .system, in: transaction)
        try await desk.publishKnowledge(slug, reviewer: "Dr Lin", by: .system, in: transaction)
      }
    }
    for (text, age) in [("奶奶想喂点蜜水行不行", 240), ("屁屁红了抹啥好", 90), ("今天拍明天能发吗", nil)] {
      let question = ServiceQuestion(turns: [text], childAgeDays: age)
      let answer = try await desk.answer(question, from: database.reading(merchant.id))
      let sources = answer.citations.map { "\($0.source), reviewed by \($0.reviewer)" }
      print("\(text) → \(answer.action.rawValue): \(answer.text) [\(sources.joined())]")
    }
  }
}
