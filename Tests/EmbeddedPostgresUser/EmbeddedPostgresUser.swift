internal import EmbeddedPostgres
internal import Foundation
internal import Logging

/// A second process for the tests: uses the server of a data root until its input ends.
@main
struct EmbeddedPostgresUser {
  static func main() async throws {
    let arguments = CommandLine.arguments
    var configuration = EmbeddedPostgresConfiguration.temporary()
    if arguments.count > 1 {
      configuration = EmbeddedPostgresConfiguration(dataRoot: URL(filePath: arguments[1]))
      configuration.isDurable = false
    }
    FileHandle.standardOutput.write(Data("at \(configuration.dataRoot.path)\n".utf8))
    do {
      let server = try await EmbeddedPostgres.start(configuration, logger: Logger(label: "user")) {
        FileHandle.standardOutput.write(Data("\($0)\n".utf8))
      }
      FileHandle.standardOutput.write(Data("using \(server.socketDirectory)\n".utf8))
      while readLine() != nil {}
      await server.stop()
      FileHandle.standardOutput.write(Data("left\n".utf8))
    } catch {
      FileHandle.standardOutput.write(Data("refused \(error)\n".utf8))
      exit(1)
    }
  }
}
