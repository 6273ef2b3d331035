/* The physical limit the load run compares the server with: what a packet costs when nothing is
 * done but receive, authenticate and decrypt, encrypt for each receiver, send. One thread, one UDP
 * socket, recvmmsg and sendmmsg in batches, AES-128-GCM of RFC 7714 by OpenSSL. No RTCP, no
 * rewriting, no history, no timers.
 *
 * A client registers with a datagram of 6 bytes: 'H', flags (1: wants to receive), room (32 bits,
 * network order); it comes back as it is. The master key and salt of both directions are zeros, as
 * the client knows. Prints "ready <port>". Ends on SIGTERM. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <signal.h>

enum {
    BATCH = 32, /* the server's batch */
    SEND_BATCH = 64,
    DATAGRAM = 1500,
    CLIENTS = 512,
    ROOMS = 512,
    STREAMS = 4, /* of one sender */
    TAG = 16,
    SALT = 12,
    SOCKET_BUFFER = 4 << 20
};

struct stream {
    uint32_t ssrc, rollover;
    uint16_t newest;
    int used;
};

struct client {
    struct sockaddr_in address;
    uint32_t room;
    int receives;
    struct stream streams[STREAMS];
};

static struct client clients[CLIENTS];
static int count;
static int by_port[65536]; /* loopback: the port tells clients apart; index + 1 */
static int receivers[ROOMS][CLIENTS], receiver_count[ROOMS];

static EVP_CIPHER_CTX *opening, *sealing;
static uint8_t salt[SALT];

static uint8_t in[BATCH][DATAGRAM], out[SEND_BATCH][DATAGRAM];
static struct mmsghdr in_messages[BATCH], out_messages[SEND_BATCH];
static struct iovec in_vectors[BATCH], out_vectors[SEND_BATCH];
static struct sockaddr_in in_addresses[BATCH];
static int queued, sock;

static void die(const char *what) {
    perror(what);
    exit(1);
}

/* RFC 3711 section 4.3 with a zero master key and salt. */
static void derive(uint8_t label, uint8_t *key, int length) {
    uint8_t block[16] = {0}, master[16] = {0}, result[32];
    int written;
    EVP_CIPHER_CTX *ecb = EVP_CIPHER_CTX_new();
    block[7] = label;
    if (!ecb || EVP_EncryptInit_ex(ecb, EVP_aes_128_ecb(), NULL, master, NULL) != 1 ||
        EVP_EncryptUpdate(ecb, result, &written, block, 16) != 1)
        die("key derivation");
    memcpy(key, result, length);
    EVP_CIPHER_CTX_free(ecb);
}

static void make_ciphers(void) {
    uint8_t key[16];
    derive(0, key, sizeof key);
    derive(2, salt, SALT);
    opening = EVP_CIPHER_CTX_new();
    sealing = EVP_CIPHER_CTX_new();
    if (!opening || !sealing ||
        EVP_DecryptInit_ex(opening, EVP_aes_128_gcm(), NULL, key, NULL) != 1 ||
        EVP_EncryptInit_ex(sealing, EVP_aes_128_gcm(), NULL, key, NULL) != 1)
        die("ciphers");
}

static void flush(void) {
    for (int sent = 0; sent < queued;) {
        int now = sendmmsg(sock, out_messages + sent, queued - sent, 0);
        /* What cannot be sent is lost, and the client counts it. */
        sent += now > 0 ? now : 1;
    }
    queued = 0;
}

/* RFC 7714 section 8.1. */
static void nonce(uint8_t *iv, const uint8_t *packet, uint32_t rollover) {
    uint32_t be = htonl(rollover);
    memset(iv, 0, 2);
    memcpy(iv + 2, packet + 8, 4);
    memcpy(iv + 6, &be, 4);
    memcpy(iv + 10, packet + 2, 2);
    for (int i = 0; i < SALT; i++) iv[i] ^= salt[i];
}

/* RFC 3711 section 3.3.1, for packets that come about in order. */
static uint32_t rollover_of(struct client *from, const uint8_t *packet) {
    uint32_t ssrc;
    uint16_t number = (uint16_t)(packet[2] << 8 | packet[3]);
    memcpy(&ssrc, packet + 8, 4);
    for (int i = 0; i < STREAMS; i++) {
        struct stream *stream = &from->streams[i];
        if (!stream->used) {
            *stream = (struct stream){ssrc, 0, number, 1};
            return 0;
        }
        if (stream->ssrc != ssrc) continue;
        if ((uint16_t)(number - stream->newest) < 0x8000) {
            if (number < stream->newest) stream->rollover++;
            stream->newest = number;
            return stream->rollover;
        }
        return number > stream->newest ? stream->rollover - 1 : stream->rollover;
    }
    return 0;
}

static void forward(struct client *from, uint8_t *packet, int length) {
    uint8_t iv[12], plain[DATAGRAM];
    int header = 12 + 4 * (packet[0] & 15), written, payload;
    if ((packet[0] & 0x10) && header + 4 <= length)
        header += 4 + 4 * (packet[header + 2] << 8 | packet[header + 3]);
    payload = length - header - TAG;
    if (payload < 0) return;
    nonce(iv, packet, rollover_of(from, packet));
    if (EVP_DecryptInit_ex(opening, NULL, NULL, NULL, iv) != 1 ||
        EVP_DecryptUpdate(opening, NULL, &written, packet, header) != 1 ||
        EVP_DecryptUpdate(opening, plain, &written, packet + header, payload) != 1 ||
        EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_GCM_SET_TAG, TAG, packet + length - TAG) != 1 ||
        EVP_DecryptFinal_ex(opening, plain + written, &written) != 1)
        return;
    uint32_t room = from->room;
    for (int i = 0; i < receiver_count[room]; i++) {
        struct client *to = &clients[receivers[room][i]];
        if (to == from) continue;
        uint8_t *sealed = out[queued];
        memcpy(sealed, packet, header);
        if (EVP_EncryptInit_ex(sealing, NULL, NULL, NULL, iv) != 1 ||
            EVP_EncryptUpdate(sealing, NULL, &written, sealed, header) != 1 ||
            EVP_EncryptUpdate(sealing, sealed + header, &written, plain, payload) != 1 ||
            EVP_EncryptFinal_ex(sealing, sealed + header + payload, &written) != 1 ||
            EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_GCM_GET_TAG, TAG, sealed + length - TAG) != 1)
            die("seal");
        out_vectors[queued].iov_len = length;
        out_messages[queued].msg_hdr.msg_name = &to->address;
        if (++queued == SEND_BATCH) flush();
    }
}

static void hello(const uint8_t *datagram, const struct sockaddr_in *address) {
    uint32_t room;
    memcpy(&room, datagram + 2, 4);
    room = ntohl(room);
    if (room >= ROOMS) return;
    if (!by_port[ntohs(address->sin_port)]) {
        if (count == CLIENTS) return;
        clients[count] = (struct client){*address, room, datagram[1] & 1, {{0}}};
        if (datagram[1] & 1) receivers[room][receiver_count[room]++] = count;
        by_port[ntohs(address->sin_port)] = ++count;
    }
    sendto(sock, datagram, 6, 0, (const struct sockaddr *)address, sizeof *address);
}

int main(void) {
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof local;
    int buffer = SOCKET_BUFFER;
    /* Whoever started this and died leaves nothing behind. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    make_ciphers();
    if ((sock = socket(AF_INET, SOCK_DGRAM, 0)) < 0) die("socket");
    setsockopt(sock, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    if (bind(sock, (struct sockaddr *)&local, sizeof local) < 0) die("bind");
    getsockname(sock, (struct sockaddr *)&local, &length);
    for (int i = 0; i < BATCH; i++) {
        in_vectors[i] = (struct iovec){in[i], DATAGRAM};
        in_messages[i].msg_hdr.msg_iov = &in_vectors[i];
        in_messages[i].msg_hdr.msg_iovlen = 1;
        in_messages[i].msg_hdr.msg_name = &in_addresses[i];
    }
    for (int i = 0; i < SEND_BATCH; i++) {
        out_vectors[i] = (struct iovec){out[i], 0};
        out_messages[i].msg_hdr.msg_iov = &out_vectors[i];
        out_messages[i].msg_hdr.msg_iovlen = 1;
        out_messages[i].msg_hdr.msg_namelen = sizeof local;
    }
    printf("ready %d\n", ntohs(local.sin_port));
    fflush(stdout);
    for (;;) {
        for (int i = 0; i < BATCH; i++)
            in_messages[i].msg_hdr.msg_namelen = sizeof in_addresses[i];
        int got = recvmmsg(sock, in_messages, BATCH, MSG_WAITFORONE, NULL);
        for (int i = 0; i < got; i++) {
            int size = in_messages[i].msg_len, port = ntohs(in_addresses[i].sin_port);
            if (size == 6 && in[i][0] == 'H')
                hello(in[i], &in_addresses[i]);
            else if (size >= 12 + TAG && by_port[port] && in[i][0] >> 6 == 2)
                forward(&clients[by_port[port] - 1], in[i], size);
        }
        flush();
    }
}
