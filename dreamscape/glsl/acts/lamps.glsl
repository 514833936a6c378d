// lamps: the lights on the street of spires (dreamscape/render/street_lights.py): the key that is carried through it,
// and the door; and the mist between them. A vertex stage calls pass_lamps() first and hands them on to the fragments,
// for which what a triangle carries costs less than uniforms. Needs frame.glsl.
#ifdef VERTEX_STAGE
uniform vec4 lamps[4];  // each as street_lights.py has it
flat out vec3 key;    // m
flat out vec3 door;   // m, its middle
flat out float dawn;  // how bright the door is, 0 to 1
flat out vec3 ahead;  // the way from the eye to the door, unit
flat out vec3 eye;    // m
flat out vec3 mist, cold, dawning;  // light of the mist along the street, of the dark, and of the mist before the door

void pass_lamps() {
    key = lamps[0].xyz;
    dawn = lamps[0].w;
    door = lamps[1].xyz;
    ahead = lamps[2].xyz;
    eye = frame.eye;
    mist = (frame.dominant * 0.85 + frame.counter * 0.10) * lamps[3].xyz;
    cold = frame.shadow * 0.9 + mist * 0.022;
    mist *= 0.95;
    dawning = (frame.light * 0.010 + frame.accent * 0.012 + frame.counter * 0.075) * dawn;
}
#else
flat in vec3 key;
flat in vec3 door;
flat in float dawn;
flat in vec3 ahead;
flat in vec3 eye;
flat in vec3 mist, cold, dawning;
#endif
