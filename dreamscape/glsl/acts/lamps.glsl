// lamps: the lights on the street of spires (dreamscape/render/street_lights.py): the key that is carried through it,
// and the door; and the mist between them.
uniform vec3 key;    // m
uniform vec3 door;   // m, its middle
uniform float dawn;  // how bright the door is, 0 to 1
uniform vec3 ahead;  // the way from the eye to the door, unit
uniform vec3 air;    // how much of its usual light the mist has
