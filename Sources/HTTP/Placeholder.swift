import AsyncHTTPClient
import NIOSSL

enum P {}
