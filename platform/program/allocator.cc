// How jemalloc gives memory back. By default it keeps what was freed for ten seconds: a third of the server's memory
// when large bodies come and go.
extern "C" {
// Read by jemalloc before main(). `man jemalloc`, TUNING.
extern const char* malloc_conf;
const char* malloc_conf = "dirty_decay_ms:1000,muzzy_decay_ms:0";
}
