@main
struct IcebergTool { static func main() {} }
