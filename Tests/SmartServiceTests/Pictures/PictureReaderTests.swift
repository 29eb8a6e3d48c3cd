import Foundation
import SmartService
import Testing

@Suite("Words in pictures")
struct PictureReaderTests {
  private let head =
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"

  private func word(_ text: String, _ confidence: Double, line: Int = 1) -> String {
    "5\t1\t1\t1\t\(line)\t1\t0\t0\t9\t9\t\(confidence)\t\(text)"
  }

  private func table(_ rows: [String]) -> RecognisedText {
    RecognisedText(tesseract: ([head] + rows).joined(separator: "\n"))
  }

  @Test func `words become lines, with spaces only where a script has them`() {
    let found = table([
      "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t", word("生产", 95), word("日期", 93), word("：", 90),
      word("2026-10-08", 91), word("Net", 92, line: 2), word("weight", 96, line: 2),
      word("800g", 94, line: 2), word("~", 12, line: 3),
    ])
    #expect(found.text == "生产日期： 2026-10-08\nNet weight 800g")
    #expect(found.confidence > 0.9 && found.confidence < 0.96)
  }

  @Test func `tables that are none are no words`() {
    for text in [
      "", "a\tb", head, head + "\n5\t1", head + "\n5\t1\t1\t1\t1\t1\t0\t0\t9\t9\tnan\tx",
    ] {
      let found = RecognisedText(tesseract: text)
      #expect(found.text.isEmpty && found.confidence == 0, "\(text)")
    }
  }

  @Test func `what is not sure is asked for again, never guessed`() async throws {
    let picture = try Picture(MadePicture.png(64, 64))
    let sure = table([word("GB", 88), word("10765", 90)])
    let unsure = table([word("G8", 45), word("lO7b5", 50)])
    let words = await PictureReader { _, _ in sure }.words(of: picture, in: ["zh"])
    #expect(words == .words("GB 10765"))
    #expect(await PictureReader { _, _ in unsure }.words(of: picture, in: []) == .unreadable)
    #expect(await PictureReader { _, _ in nil }.words(of: picture, in: []) == .unreadable)
  }

  @Test func `so many are read at once, and whoever comes then is told so`() async throws {
    let picture = try Picture(MadePicture.png(64, 64))
    let (begun, signal) = AsyncStream<Void>.makeStream()
    let (free, release) = AsyncStream<Void>.makeStream()
    let reader = PictureReader(places: 1) { _, _ in
      signal.yield()
      for await _ in free { break }
      return nil
    }
    let first = Task { await reader.words(of: picture, in: []) }
    for await _ in begun { break }
    #expect(await reader.words(of: picture, in: []) == .busy)
    release.yield()
    #expect(await first.value == .unreadable)
    release.yield()
    #expect(await reader.words(of: picture, in: []) == .unreadable)
  }
}
