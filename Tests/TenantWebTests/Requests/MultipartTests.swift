import TenantWeb
import Testing

@Suite("Forms with files")
struct MultipartTests {
  private func parts(_ text: String, _ boundary: String = "b") throws(WebRefusal) -> (
    fields: [(name: String, value: String)], files: [UploadedFile]
  ) {
    try MultipartForm.parts(
      of: Array(text.replacing("\n", with: "\r\n").utf8),
      boundary: boundary
    )
  }

  @Test func `fields and files come apart as they were sent`() throws {
    let found = try parts(
      """
      --b
      Content-Disposition: form-data; name="kind"

      products
      --b
      Content-Disposition: form-data; name="file"; filename="C:\\\\shop\\\\a%22b.csv"
      Content-Type: text/csv

      sku,price
      --not the end
      --b
      Content-Disposition: form-data; name="empty"; filename=""
      Content-Type: application/octet-stream


      --b--

      """
    )
    #expect(found.fields.map(\.name) == ["kind"] && found.fields[0].value == "products")
    #expect(found.files.map(\.field) == ["file"])
    #expect(found.files[0].name == "a\"b.csv")
    #expect(
      String(decoding: found.files[0].bytes, as: UTF8.self) == "sku,price\r\n--not the end"
    )
  }

  @Test func `every byte of a file is kept`() throws {
    let bytes = (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
    let body = Array(head.utf8) + bytes + Array("\r\n--b--\r\n".utf8)
    let found = try MultipartForm.parts(of: body, boundary: "b")
    #expect(found.files.first?.bytes == bytes)
  }

  @Test(
    arguments: [
      "", "x", "--b", "--b\n", "--b\n\n--b--", "--b\nContent-Disposition: form-data\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx", "--c\n\n--c--",
    ]
  )
  func `what is cut off or has another shape is refused`(_ text: String) {
    #expect(throws: WebRefusal.self) { try parts(text) }
  }

  @Test func `the boundary is read from the media type`() {
    #expect(MultipartForm.boundary(of: "multipart/form-data; boundary=----x") == "----x")
    #expect(MultipartForm.boundary(of: "multipart/form-data; charset=u; boundary=\"a b\"") == "a b")
    for text in ["multipart/form-data", "multipart/form-data; boundary=", "x; bound=1"] {
      #expect(MultipartForm.boundary(of: text) == nil)
    }
  }
}
