/*
 * Sends a TIFF file from one fax terminal to another and prints how long the call takes, in seconds, the pages that
 * arrived, and whether both ends call it complete. No line, no clock: the audio goes from one to the other.
 *
 * usage: call <sent.tiff> <received.tiff> <error correction: 0 or 1>
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <spandsp.h>

#define SAMPLES 160
#define RATE 8000
#define MAX_SECONDS 3600

static int ended[2];
static int results[2];

static void end_of_call(t30_state_t *s, void *end, int result)
{
    (void) s;
    ended[(intptr_t) end] = 1;
    results[(intptr_t) end] = result;
}

int main(int argc, char *argv[])
{
    fax_state_t *ends[2];
    int16_t audio[2][SAMPLES];
    t30_stats_t statistics;
    long samples = 0;
    int i;

    if (argc != 4)
    {
        fprintf(stderr, "usage: %s <sent.tiff> <received.tiff> <0|1>\n", argv[0]);
        return 2;
    }
    for (i = 0; i < 2; i++)
    {
        t30_state_t *t30;
        ends[i] = fax_init(NULL, i == 0);
        fax_set_transmit_on_idle(ends[i], 1);
        t30 = fax_get_t30_state(ends[i]);
        t30_set_tx_ident(t30, i == 0 ? "+49 202 695550" : "+49 30 23125016");
        t30_set_ecm_capability(t30, atoi(argv[3]));
        t30_set_supported_modems(t30, T30_SUPPORT_V27TER | T30_SUPPORT_V29 | T30_SUPPORT_V17);
        t30_set_supported_compressions(t30, T30_SUPPORT_T4_1D_COMPRESSION | T30_SUPPORT_T4_2D_COMPRESSION
            | T30_SUPPORT_T6_COMPRESSION);
        t30_set_supported_resolutions(t30, T30_SUPPORT_STANDARD_RESOLUTION | T30_SUPPORT_FINE_RESOLUTION);
        t30_set_supported_image_sizes(t30, T30_SUPPORT_215MM_WIDTH | T30_SUPPORT_A4_LENGTH | T30_SUPPORT_UNLIMITED_LENGTH);
        t30_set_phase_e_handler(t30, end_of_call, (void *) (intptr_t) i);
        if (i == 0)
        {
            t30_set_tx_file(t30, argv[1], -1, -1);
        }
        else
        {
            t30_set_rx_file(t30, argv[2], -1);
        }
    }
    memset(audio, 0, sizeof(audio));
    while (!(ended[0] && ended[1]) && samples < (long) MAX_SECONDS * RATE)
    {
        for (i = 0; i < 2; i++)
        {
            int length = fax_tx(ends[i], audio[i], SAMPLES);
            memset(audio[i] + length, 0, (SAMPLES - length) * sizeof(int16_t));
        }
        fax_rx(ends[1], audio[0], SAMPLES);
        fax_rx(ends[0], audio[1], SAMPLES);
        samples += SAMPLES;
    }
    t30_get_transfer_statistics(fax_get_t30_state(ends[1]), &statistics);
    printf("%.2f %d %d %d\n", (double) samples / RATE, statistics.pages_rx, statistics.bit_rate,
        results[0] == T30_ERR_OK && results[1] == T30_ERR_OK);
    return 0;
}
