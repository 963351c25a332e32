from tests.wall.mutants import *
import time
from tests.database import WORLD
def test_m(matrix):
    known=equivalent(WORLD)
    t=time.time(); n=0; alive=[]
    for m in mutants():
        n+=1
        if first_sign(matrix, m) is None: alive.append(m.name)
    open(f"/tmp/wall_mut_{WORLD}.txt","w").write(f"{n} mutants, {time.time()-t:.0f} s, alive {len(alive)}\nNEW\n"+"\n".join(a for a in alive if a not in known)+"\nGONE\n"+"\n".join(k for k in known if k not in alive)+"\n")
