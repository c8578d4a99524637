"""A photo as phones make them, by the libvips of this machine."""

import ctypes


def heic(width: int, height: int) -> bytes:
    vips = ctypes.CDLL("libvips.so.42")
    if vips.vips_init(b"pictures"):
        raise RuntimeError("libvips does not start")
    end = ctypes.c_void_p(None)
    image, buffer, size = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_size_t()
    if vips.vips_black(ctypes.byref(image), width, height, b"bands", 3, end):
        raise RuntimeError("libvips makes no picture")
    if vips.vips_heifsave_buffer(image, ctypes.byref(buffer), ctypes.byref(size), end):
        raise RuntimeError("libvips writes no HEIC")
    return ctypes.string_at(buffer, size.value)
