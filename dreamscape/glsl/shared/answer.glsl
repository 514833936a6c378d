// answer: how every picture answers to sound that is heard. It breathes with the low band, holds its breath while
// a break builds up, and opens at a drop; acts add their own on what they are made of. All are 1 or 0 in silence, so
// that a silent film stays as it is to the bit. Cost: a few operations on what is the same for all pixels.
#include "frame.glsl"

// Times the light of the whole picture.
float answering_exposure() {
    vec2 low = vec2(frame.heard_low_fast, frame.heard_low_slow);
    low *= low * low;  // decibels: its cube is about as loud as it looks
    float light = 1.0 + 0.34 * (low.x - 0.5 * low.y) + 0.3 * frame.heard_drop - 0.16 * frame.heard_build;
    return clamp(light, 0.4, 1.7);  // at reaction 2 too
}
