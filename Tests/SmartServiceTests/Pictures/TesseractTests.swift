import Foundation
import SmartService
import Testing

@Suite(
  "The program that reads pictures",
  .enabled(
    if: TesseractProgram(variables: ProcessInfo.processInfo.environment) != nil,
    "tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-chi-sim"
  )
)
struct TesseractTests {
  private func reader() throws -> PictureReader {
    try #require(TesseractProgram(variables: ProcessInfo.processInfo.environment)).reader
  }

  /// What is judged is what is read; on a busy machine the program may be stopped for its time.
  private func words(of picture: Picture, in languages: [String]) async throws -> String {
    for _ in 0..<10 {
      if case .words(let text) = try await reader().words(of: picture, in: languages) {
        return text
      }
    }
    return ""
  }

  @Test func `the words of a label are read line by line`() async throws {
    let picture = try Picture(DrawnPicture.png(["RICE CEREAL", "TOTAL"]))
    for languages in [["en"], ["zh"], ["xx"]] {
      let text = try await words(of: picture, in: languages)
      #expect(text.split(separator: "\n").contains("RICE CEREAL"), "\(languages): \(text)")
      #expect(text.contains("TOTAL"), "\(languages): \(text)")
    }
  }

  @Test func `of an empty sheet, and of a file that only says it is a picture, nothing is guessed`()
    async throws
  {
    let empty = try Picture(DrawnPicture.png(["     ", "     "]))
    #expect(try await reader().words(of: empty, in: ["zh"]) == .unreadable)
    let lie = try Picture(MadePicture.png(640, 480))
    #expect(try await reader().words(of: lie, in: ["zh"]) == .unreadable)
  }

  @Test func `whoever comes while a picture is read is told so`() async throws {
    let reader = try reader()
    let picture = try Picture(DrawnPicture.png(["RICE CEREAL"]))
    let outcomes = await withTaskGroup(of: PictureReader.Outcome.self) { group in
      for _ in 0..<6 { group.addTask { await reader.words(of: picture, in: ["en"]) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.contains(.busy) && outcomes.contains { $0 != .busy })
  }
}
