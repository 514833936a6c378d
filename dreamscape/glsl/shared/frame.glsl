// frame: the moment that is drawn, for every layer; filled by dreamscape/render/uniform_block.py, in the same order.
// Units: metres, seconds; colours are linear Rec. 709.
layout(std140) uniform Frame {
    mat4 view_projection;
    vec3 eye;        // camera position
    float time;      // s since the dream began; after an hour it begins anew with an act
    vec3 right;      // scaled by the tangent of half the horizontal field of view
    float aspect;
    vec3 up;         // scaled by the tangent of half the vertical field of view
    float act_time;  // s since the act began
    vec3 forward;
    float connection;  // 0 alone .. 1 wholly connected
    vec2 resolution;   // px
    vec2 texel;        // 1 / resolution
    vec3 dominant;
    float pixel;       // angle of one pixel, radians
    vec3 counter;
    float heart;     // 0 .. about 1, now
    vec3 other;
    float heard_low;     // how loud sound from outside is, as the eye follows: below 160 Hz,
    vec3 accent;
    float heard_middle;  // below 2 kHz,
    vec3 light;
    float heard_high;    // and above
    vec3 shadow;
    float lean;          // which way the seed turns the hue of blues: -1 to teal .. 1 to violet
    vec4 flicker[4];   // lightning: azimuth and elevation (tangents), spread, brightness
    vec4 hand;         // the dreamer's, for touch.glsl: position, half heights of the picture right of and above its
                       // middle; how much it is felt and how hard it presses, 0 .. 1
    vec4 waves[4];     // of its strokes: position, as above; s since then, and strength, 0 .. 1
    // Sound from outside, docs/play.md: 0 where there is none; amounts 0 .. 1, up to 2 at reaction 2.
    vec4 heard_chroma[3];  // how much of the sound is each pitch class, from C; see heard_pitch()
    float heard_low_fast;         // how loud it is below 160 Hz, at once
    float heard_middle_fast;      // how loud it is 160 Hz to 2 kHz, at once
    float heard_high_fast;        // how loud it is above 2 kHz, at once
    float heard_low_slow;         // how loud it is below 160 Hz, over seconds
    float heard_middle_slow;      // how loud it is 160 Hz to 2 kHz, over seconds
    float heard_high_slow;        // how loud it is above 2 kHz, over seconds
    float heard_onset;            // a note or stroke begins
    float heard_kick;             // a stroke below 150 Hz
    float heard_snare;            // a stroke of noise around 2 kHz
    float heard_hat;              // a stroke above 6 kHz
    float heard_beat;             // 1 on each beat, then less
    float heard_downbeat;         // 1 on the first beat of each bar, then less
    float heard_beat_phase;       // from beat to beat; turns
    float heard_bar_phase;        // from downbeat to downbeat; turns
    float heard_tempo;            // 0 where there is no beat; beats a minute
    float heard_certainty;        // how sure the beat is
    float heard_loudness;         // over 0.4 s: 0 at -50 LUFS to 1 at -5 LUFS
    float heard_loudness_long;    // over 3 s, in the same measure
    float heard_brightness;       // the spectrum's centroid: 0 at 100 Hz to 1 at 10 kHz
    float heard_roughness;        // how much partials beat with each other
    float heard_novelty;          // how far the last seconds differ from those before
    float heard_build;            // how far towards a drop it has come
    float heard_drop;             // 1 as the beat comes back after a break, held for a bar, then less
    float heard_silence;          // the music pauses
    float heard_voice;            // somebody speaks
    float heard_presence;         // there is sound
    float heard_key;              // 0 C major to 11 B major, 12 C minor to 23 B minor; of 24
    float heard_key_certainty;    // how sure the key is
} frame;

// The view direction of a fragment of the target, not normalised.
vec3 view_ray(vec2 position) {
    vec2 ndc = position * frame.texel * 2.0 - 1.0;
    return frame.forward + frame.right * ndc.x + frame.up * ndc.y;
}

// How much of the sound is a pitch class, 0 C .. 11 B.
float heard_pitch(int n) {
    return frame.heard_chroma[n / 4][n % 4];
}
