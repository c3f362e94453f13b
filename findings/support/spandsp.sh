# Sourced by the scripts about spandsp in their temporary folder: libspandsp 0.0.6 and libtiff 4.5.0 unpacked there, and
# "call FILE.tif ARRIVED.tif [HEADER [IDENT]]", a whole fax call in memory.
apt-get -qq -o APT::Sandbox::User=root download libspandsp{2,-dev}=0.0.6+dfsg-2+b1 \
  libtiff{6,-dev,-tools}=4.5.0-6+deb12u4 || { echo "spandsp 0.0.6 or libtiff 4.5.0 is not to be had" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
lib=$work/root/usr/lib/$(gcc -dumpmachine)
export LD_LIBRARY_PATH=$lib PATH=$work/root/usr/bin:$PATH
cat > call.c <<'E'
#include <stdio.h>
#include <string.h>
#include <tiffio.h>
#include <spandsp.h>
static int ended[2], show_ident;
static void end(t30_state_t *s, void *who, int result) {
    t30_stats_t t;
    t30_get_transfer_statistics(s, &t);
    ended[who != NULL] = 1;
    if (who != NULL && show_ident) {
        const char *ident = t30_get_rx_ident(s);
        printf("  receiver sees: %s%s%s\n", ident ? "[" : "", ident ? ident : "no ident", ident ? "]" : "");
    }
    if (who == NULL) printf("  sender: %s, %d page(s)\n", t30_completion_code_to_str(result), t.pages_tx);
}
/* A whole call in memory: both ends are spandsp, joined sample by sample. */
int main(int argc, char **argv) {
    fax_state_t *fax[2];
    int16_t a[160], b[160];
    for (int i = 0; i < 2; i++) {
        fax[i] = fax_init(NULL, i == 0);
        t30_state_t *t = fax_get_t30_state(fax[i]);
        fax_set_transmit_on_idle(fax[i], 1);
        t30_set_phase_e_handler(t, end, i ? (void *) fax : NULL);
        t30_set_ecm_capability(t, 1);
        t30_set_supported_compressions(t, T30_SUPPORT_T4_1D_COMPRESSION | T30_SUPPORT_T6_COMPRESSION);
        t30_set_supported_modems(t, T30_SUPPORT_V29 | T30_SUPPORT_V17);
        t30_set_supported_image_sizes(t, T30_SUPPORT_UNLIMITED_LENGTH | T30_SUPPORT_215MM_WIDTH);
        t30_set_supported_resolutions(t, T30_SUPPORT_STANDARD_RESOLUTION | T30_SUPPORT_FINE_RESOLUTION);
    }
    t30_set_tx_file(fax_get_t30_state(fax[0]), argv[1], -1, -1);
    if (argc > 4) {
        show_ident = 1;
        printf("  t30_set_tx_ident returns %d\n", t30_set_tx_ident(fax_get_t30_state(fax[0]), argv[4]));
    }
    if (argc > 3) t30_set_tx_page_header_info(fax_get_t30_state(fax[0]), argv[3]);
    t30_set_rx_file(fax_get_t30_state(fax[1]), argv[2], -1);
    for (int n = 0; n < 8000 / 160 * 600 && !(ended[0] && ended[1]); n++) {
        memset(a, 0, sizeof a);
        memset(b, 0, sizeof b);
        fax_tx(fax[0], a, 160);
        fax_tx(fax[1], b, 160);
        fax_rx(fax[1], a, 160);
        fax_rx(fax[0], b, 160);
    }
    fax_release(fax[0]);
    fax_release(fax[1]);
}
E
compile() { gcc -O1 -w -Iroot/usr/include -I"root/usr/include/$(gcc -dumpmachine)" "$@" -L"$lib" -lspandsp -ltiff -lm; }
compile call.c -o call
