import Foundation
import RecommendEvaluation
import Testing

@Suite("The task rank")
struct RankTaskTests {
  static let train = """
    user,item,when
    a,1,x
    a,2,x
    b,1,x
    b,2,x
    b,3,x
    c,1,x
    c,1,x

    """

  @Test func `ranks run from 1 and leave out what a user has`() async throws {
    let written = try await Self.ranked(users: "user\na\nb\nstranger\na\n")

    #expect(
      written == """
        user,rank,item
        a,1,3
        stranger,1,1
        stranger,2,2

        """
    )
  }

  @Test func `of equally popular items the lower identifier comes first, by number`() async throws {
    let train = "user,item\na,10\nb,b\nc,9\nd,1\nd,a\ne,1\n"

    let written = try await Self.ranked(users: "user\nd\n", train: train, count: 4)

    #expect(written == "user,rank,item\nd,1,9\nd,2,10\nd,3,b\n")
  }

  @Test func `two runs write the same bytes`() async throws {
    let validation = try TemporaryFile("user,item\nc,2\na,3\n")

    let first = try await Self.ranked(users: "user\na\nc\n", validation: validation)
    let second = try await Self.ranked(users: "user\na\nc\n", validation: validation)

    #expect(first == second)
    #expect(first.contains("c,1,2"))
  }

  @Test(arguments: ["user\n", "user,item\n", "user,thing\na,1\n", "user,item\na,\n", ""])
  func `a file that is not as it should be is refused or gives no rows`(train: String) async {
    let written = try? await Self.ranked(users: "user\na\n", train: train)

    #expect(written == nil || written == "user,rank,item\n")
  }

  private static func ranked(
    users: String,
    train: String = Self.train,
    validation: TemporaryFile? = nil,
    count: Int = 2
  ) async throws -> String {
    let (train, users) = (try TemporaryFile(train), try TemporaryFile(users))
    let out = try TemporaryFile("")
    var line = ["rank", "--train", train.path, "--users", users.path, "--k", "\(count)"]
    if let validation { line += ["--validation", validation.path] }
    try await RecommendEvaluationTool.run(line + ["--out", out.path])
    return try String(contentsOfFile: out.path, encoding: .utf8)
  }
}
